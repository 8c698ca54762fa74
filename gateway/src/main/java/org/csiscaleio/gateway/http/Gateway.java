package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.json.BrokenAnswer;
import org.csiscaleio.gateway.json.ErrorReader;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;
import org.csiscaleio.gateway.json.JsonOutput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * One address of a system. Has a request carried out: with a session, and, when the gateway has
 * forgotten that one, with exactly one fresh one.
 */
final class Gateway {
  private final URI address;
  private final Wire wire;
  private final GatewaySettings settings;
  private final SystemIdentity identity;
  private final Login login;
  private final Sessions sessions;
  private volatile boolean identified;

  Gateway(
      URI address,
      Wire wire,
      GatewaySettings settings,
      SystemIdentity identity,
      LongSupplier nanoTime,
      Meter meter) {
    this.address = address;
    this.identity = identity;
    this.wire = wire;
    this.settings = settings;
    this.login = new Login(address, wire, settings, nanoTime);
    this.sessions = new Sessions(login, nanoTime, meter);
  }

  URI address() {
    return address;
  }

  Sessions sessions() {
    return sessions;
  }

  /**
   * One attempt, which by a session the gateway forgot may cost a login and a second request. The
   * very first one may cost a request that asks which system this is.
   */
  <T> Attempt<T> attempt(
      GatewayRequest request, boolean changing, Deadline limit, AnswerReader<T> reader) {
    if (!identified && identity.mustBeChecked()) {
      Attempt<Boolean> known = identify(request, limit);
      if (!(known instanceof Attempt.Answered<Boolean>)) {
        return Attempt.sameFailure(known);
      }
    }
    return attemptOnce(request, changing, limit, reader);
  }

  /** Asks which system the gateway serves: a change at a wrong one would be a disaster. */
  private Attempt<Boolean> identify(GatewayRequest request, Deadline limit) {
    Attempt<List<SystemInfo>> systems =
        attemptOnce(SystemIdentity.REQUEST, false, limit, SystemIdentity.READER);
    if (!(systems instanceof Attempt.Answered<List<SystemInfo>>(List<SystemInfo> found))) {
      return Attempt.sameFailure(systems);
    }
    if (identity.recognize(found).isEmpty()) {
      return new Attempt.Elsewhere<>(
          new Wording(address.toString(), List.of())
              .failure(Kind.NOT_READY, request.what(), identity.mismatch(found)),
          false);
    }
    identified = true;
    return new Attempt.Answered<>(true);
  }

  private <T> Attempt<T> attemptOnce(
      GatewayRequest request, boolean changing, Deadline limit, AnswerReader<T> reader) {
    Session session;
    try {
      session = sessions.current(limit);
    } catch (GatewayException e) {
      return notLoggedIn(request, e);
    }
    Attempt<T> first = exchange(request, changing, session, limit, reader);
    if (!(first instanceof Attempt.SessionRefused<T>)) {
      return first;
    }
    try {
      session = sessions.replacing(session, limit);
    } catch (GatewayException e) {
      return notLoggedIn(request, e);
    }
    // A session this fresh that is refused too will not get better: no loop of logins.
    Attempt<T> second = exchange(request, changing, session, limit, reader);
    return second instanceof Attempt.SessionRefused<T>(GatewayException failure)
        ? new Attempt.Refused<>(failure)
        : second;
  }

  /** Logs out, if logged in. */
  void logout(Deadline deadline) {
    sessions.take().ifPresent(session -> login.logout(session, deadline));
  }

  /** Nothing of the request itself was sent. */
  private static <T> Attempt<T> notLoggedIn(GatewayRequest request, GatewayException e) {
    var failure = new GatewayException(e.kind(), request.what() + ": " + e.message());
    return switch (e.kind()) {
      // Another gateway knows the same users.
      case NOT_AUTHENTICATED, NOT_PERMITTED -> new Attempt.Refused<>(failure);
      default -> new Attempt.Elsewhere<>(failure, false);
    };
  }

  private <T> Attempt<T> exchange(
      GatewayRequest request,
      boolean changing,
      Session session,
      Deadline limit,
      AnswerReader<T> reader) {
    var words = new Wording(address.toString(), session.secrets());
    var sent = new Wire.Sent();
    Deadline bounded = request.streamed() ? limit : limit.orAfter(settings.requestTimeout());
    try {
      return wire.send(
          message(request, session),
          bounded,
          sent,
          reply -> received(request, changing, session, reply, words, reader));
    } catch (GatewayException e) {
      // No place in time, or no trust to begin with: nothing was sent.
      return new Attempt.Elsewhere<>(words.failure(e.kind(), request.what(), e.message()), false);
    } catch (BrokenAnswer e) {
      return broken(request, changing, sent, limit, words, e.trouble());
    } catch (IOException e) {
      return broken(request, changing, sent, limit, words, e);
    }
  }

  private Wire.Message message(GatewayRequest request, Session session) {
    GatewayRequest.@Nullable Fields fields = request.fields();
    String body = fields == null ? null : JsonOutput.object(fields.of(session.version()));
    return new Wire.Message(
        address,
        request.method(),
        request.path(),
        session.authorization(),
        body,
        request.streamed());
  }

  private static <T> Attempt<T> received(
      GatewayRequest request,
      boolean changing,
      Session session,
      Wire.Reply reply,
      Wording words,
      AnswerReader<T> reader)
      throws IOException {
    boolean success = reply.status() >= 200 && reply.status() < 300;
    if (!success) {
      return refused(request, changing, session, reply, words);
    }
    try {
      if (reply.isHtml()) {
        throw new MalformedAnswer("the answer is a page for people (" + reply.contentType() + ")");
      }
      return new Attempt.Answered<>(reader.read(reply.body()));
    } catch (MalformedAnswer e) {
      String why = words.clean(e.getMessage());
      return changing
          ? new Attempt.Doubtful<>(words.failure(Kind.OUTCOME_UNKNOWN, request.what(), why))
          : new Attempt.Refused<>(words.failure(Kind.UNEXPECTED, request.what(), why));
    }
  }

  private static <T> Attempt<T> refused(
      GatewayRequest request, boolean changing, Session session, Wire.Reply reply, Wording words)
      throws IOException {
    int status = reply.status();
    Refusal refusal = readRefusal(reply);
    FailureCatalogue.Meaning meaning = FailureCatalogue.of(status, refusal, request.missing());
    String said = words.refusal(status, reply.contentType(), refusal);
    GatewayException failure = words.failure(meaning.kind(), request.what(), said);
    if (meaning.kind() == Kind.NOT_AUTHENTICATED || (status == 403 && session.isBasic())) {
      return new Attempt.SessionRefused<>(failure);
    }
    if (meaning.doubtful() && changing) {
      return new Attempt.Doubtful<>(words.failure(Kind.OUTCOME_UNKNOWN, request.what(), said));
    }
    return switch (meaning.kind()) {
      case BUSY -> new Attempt.Busy<>(failure);
      // 428 says that this gateway has no MDM to ask: no change can have come of it.
      case NOT_READY ->
          changing && status != 428
              ? new Attempt.Refused<>(failure)
              : new Attempt.Elsewhere<>(failure, status != 428 && status != 403);
      default ->
          meaning.doubtful()
              ? new Attempt.Elsewhere<>(failure, true)
              : new Attempt.Refused<>(failure);
    };
  }

  private static Refusal readRefusal(Wire.Reply reply) throws IOException {
    if (reply.isHtml()) {
      return Refusal.NONE;
    }
    byte[] start = reply.body().readNBytes(Wire.MAX_ERROR_BYTES);
    return ErrorReader.read(new java.io.ByteArrayInputStream(start));
  }

  private static <T> Attempt<T> broken(
      GatewayRequest request,
      boolean changing,
      Wire.Sent sent,
      Deadline limit,
      Wording words,
      IOException trouble) {
    String why = words.trouble(trouble);
    if (changing && sent.maybe()) {
      return new Attempt.Doubtful<>(words.failure(Kind.OUTCOME_UNKNOWN, request.what(), why));
    }
    Kind kind = Trouble.kind(trouble, sent.maybe(), limit);
    return new Attempt.Elsewhere<>(
        words.failure(kind, request.what(), why), kind == Kind.UNEXPECTED);
  }
}
