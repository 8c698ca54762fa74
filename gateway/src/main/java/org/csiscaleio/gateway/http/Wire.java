package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.RequestId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one HTTP request and hands over its answer, within a limit, and with at most so many others
 * at a time. Knows nothing of sessions and failures but this: whether anything was sent.
 */
final class Wire implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wire.class);
  private static final MediaType JSON = MediaType.get("application/json");

  /** What may stand in a header; an id may come from our caller. */
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");

  /** Longer than any name or number of the API; what is more is not worth reading on refusal. */
  static final int MAX_ERROR_BYTES = 64 << 10;

  /**
   * What is to be sent.
   *
   * @param authorization the header's value; never logged
   * @param body null for a GET
   */
  record Message(
      URI gateway,
      String method,
      String path,
      String authorization,
      @Nullable String body,
      boolean streamed) {
    @Override
    public String toString() {
      return method + " " + gateway + path;
    }
  }

  /** What came back; the body is open only while it is received. */
  record Reply(int status, String contentType, InputStream body) {
    boolean isHtml() {
      return contentType.contains("html");
    }
  }

  @FunctionalInterface
  interface Receiver<T> {
    T receive(Reply reply) throws IOException;
  }

  /** Whether the request, or a part of it, may have reached the gateway. */
  static final class Sent extends EventListener {
    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }

    boolean maybe() {
      return sent;
    }
  }

  private final GatewaySettings settings;
  private final TrustedClient clients;
  private final Semaphore places;

  Wire(GatewaySettings settings) {
    this.settings = settings;
    this.clients = new TrustedClient(settings);
    // Fair: under load, who waits longest is nearest to its deadline.
    this.places = new Semaphore(settings.maxRequestsInFlight(), true);
  }

  /**
   * Sends the message and returns what the receiver makes of the answer.
   *
   * @param limit for the whole of it, waiting for a place included
   * @param sent tells afterwards, also after a failure, whether anything was sent
   * @throws IOException when the answer did not come whole
   * @throws GatewayException TIMED_OUT when no place became free in time, UNTRUSTED without trust
   */
  <T> T send(Message message, Deadline limit, Sent sent, Receiver<T> receiver) throws IOException {
    takePlace(message, limit);
    try {
      return ScopedValue.where(BoundedDns.DEADLINE, limit)
          .call(() -> exchange(message, limit, sent, receiver));
    } finally {
      places.release();
    }
  }

  private <T> T exchange(Message message, Deadline limit, Sent sent, Receiver<T> receiver)
      throws IOException {
    long startNanos = System.nanoTime();
    Call call = clients.current().newCall(request(message));
    call.addEventListener(sent);
    call.timeout().timeout(callLimit(message, limit).toNanos(), TimeUnit.NANOSECONDS);
    String outcome = "failed";
    try (Response response = call.execute()) {
      outcome = Integer.toString(response.code());
      String type = response.header("Content-Type", "");
      return receiver.receive(
          new Reply(response.code(), type == null ? "" : type, response.body().byteStream()));
    } finally {
      log.debug(
          "{} {} {}{} {} ms {}",
          message.method(),
          outcome,
          message.gateway(),
          message.path(),
          (System.nanoTime() - startNanos) / 1_000_000,
          RequestId.current().orElse(""));
    }
  }

  private Duration callLimit(Message message, Deadline limit) {
    Duration left = limit.remaining();
    if (!left.isPositive()) {
      // Zero would mean "no limit" to OkHttp.
      return Duration.ofNanos(1);
    }
    // A long answer may take longer than a request may; its pauses may not (the read timeout).
    return message.streamed() || left.compareTo(settings.requestTimeout()) < 0
        ? left
        : settings.requestTimeout();
  }

  private Request request(Message message) {
    String body = message.body();
    var builder =
        new Request.Builder()
            .url(message.gateway() + message.path())
            // No ";version=": several releases refuse their own version there.
            .header("Accept", "application/json")
            .header("User-Agent", settings.userAgent())
            .method(message.method(), body == null ? null : RequestBody.create(body, JSON));
    if (!message.authorization().isEmpty()) {
      builder.header("Authorization", message.authorization());
    }
    RequestId.current()
        .filter(id -> PRINTABLE.matcher(id).matches())
        .ifPresent(id -> builder.header("X-Request-Id", id));
    return builder.build();
  }

  private void takePlace(Message message, Deadline limit) {
    try {
      if (places.tryAcquire()
          || places.tryAcquire(limit.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new GatewayException(
        GatewayException.Kind.TIMED_OUT,
        message
            + " was not sent: "
            + settings.maxRequestsInFlight()
            + " other requests (the configured limit) were in flight until the time ran out");
  }

  @Override
  public void close() {
    clients.close();
  }
}
