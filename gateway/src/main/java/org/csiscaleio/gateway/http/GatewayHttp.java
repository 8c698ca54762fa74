package org.csiscaleio.gateway.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to a system's gateways. <b>Every change to the array goes through {@link
 * #change}</b>, everything else through {@link #read}: what must happen around a change (limits,
 * counting, tests that stop the program between two changes) has one place to be.
 *
 * <p>Both go from address to address, beginning with the one that answered last, until one answers.
 * What only reads may be repeated freely. What changes something goes to another address, or to the
 * same one again, only when it is sure that it was not carried out; else it ends {@code
 * OUTCOME_UNKNOWN}, with enough time left to look what became of it.
 */
public final class GatewayHttp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GatewayHttp.class);

  /** Waits between rounds over the addresses: as many as there are entries, then it is enough. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400));

  /** The share of the time left that an attempt may take when something is to follow it. */
  private static final double SHARE = 0.6;

  /** A change is not begun with less time than this: its answer would come too late anyway. */
  private static final Duration LEAST_FOR_A_CHANGE = Duration.ofMillis(20);

  private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(2);

  private final List<Gateway> gateways;
  private final AtomicInteger preferred = new AtomicInteger();
  private final SystemIdentity identity;
  private final Wire wire;
  private final Meter meter;

  /**
   * Gateways with those settings; nothing is sent yet.
   *
   * @param nanoTime a monotonic clock, for the sessions' ages
   * @param meter is told of every request and login
   */
  public GatewayHttp(GatewaySettings settings, LongSupplier nanoTime, Meter meter) {
    this.meter = meter;
    this.wire = new Wire(settings);
    this.identity = new SystemIdentity(settings);
    this.gateways =
        settings.addresses().stream()
            .map(address -> new Gateway(address, wire, settings, identity, nanoTime, meter))
            .toList();
  }

  SystemIdentity identity() {
    return identity;
  }

  /**
   * Asks something.
   *
   * @throws GatewayException of any kind but OUTCOME_UNKNOWN
   */
  <T> T read(GatewayRequest request, Deadline deadline, AnswerReader<T> reader) {
    return carryOut(request, false, deadline, reader);
  }

  /**
   * Changes something. Every change to the array is made here and nowhere else.
   *
   * @throws GatewayException OUTCOME_UNKNOWN when it was sent and may have been carried out; after
   *     any other kind it surely was not
   */
  <T> T change(GatewayRequest request, Deadline deadline, AnswerReader<T> reader) {
    if (deadline.remaining().compareTo(LEAST_FOR_A_CHANGE) < 0) {
      throw outOfTime(request);
    }
    return carryOut(request, true, deadline, reader);
  }

  /** The version of the gateway in use; logs in when nobody has yet. */
  public GatewayVersion version(Deadline deadline) {
    var failures = new ArrayList<GatewayException>();
    for (int at : order()) {
      Deadline limit = at == last(order()) ? deadline : share(deadline);
      try {
        return gateways.get(at).sessions().version(limit);
      } catch (GatewayException e) {
        failures.add(e);
      }
    }
    throw all("log in", failures);
  }

  /** Logs out where logged in, within two seconds altogether, and lets go of connections. */
  @Override
  public void close() {
    Deadline deadline = Deadline.after(LOGOUT_LIMIT);
    for (Gateway gateway : gateways) {
      gateway.logout(deadline);
    }
    wire.close();
  }

  private <T> T carryOut(
      GatewayRequest request, boolean changing, Deadline deadline, AnswerReader<T> reader) {
    long beginNanos = System.nanoTime();
    String result = "FAILED";
    try {
      T answer = inRounds(request, changing, deadline, reader);
      result = "OK";
      return answer;
    } catch (GatewayException e) {
      result = e.kind().name();
      throw e;
    } finally {
      meter.note(
          new Measurement.GatewayRequest(
              request.method(),
              request.kind(),
              result,
              Duration.ofNanos(System.nanoTime() - beginNanos)));
    }
  }

  private <T> T inRounds(
      GatewayRequest request, boolean changing, Deadline deadline, AnswerReader<T> reader) {
    for (int round = 0; ; round++) {
      Round<T> result = oneRound(request, changing, deadline, reader);
      switch (result) {
        case Round.Answered<T>(T value) -> {
          return value;
        }
        case Round.Failed<T>(GatewayException failure, boolean passing) -> {
          if (!passing || round == PAUSES.size() || !pause(PAUSES.get(round), deadline)) {
            throw failure;
          }
          log.debug("once more after: {}", failure.message());
        }
      }
    }
  }

  /** One round over the addresses. */
  private sealed interface Round<T> {
    record Answered<T>(T value) implements Round<T> {}

    record Failed<T>(GatewayException failure, boolean passing) implements Round<T> {}
  }

  private <T> Round<T> oneRound(
      GatewayRequest request, boolean changing, Deadline deadline, AnswerReader<T> reader) {
    var failures = new ArrayList<GatewayException>();
    boolean anyPassing = false;
    List<Integer> order = order();
    for (int at : order) {
      boolean moreToFollow = changing || at != last(order);
      Deadline limit = moreToFollow ? share(deadline) : deadline;
      Attempt<T> attempt = gateways.get(at).attempt(request, changing, limit, reader);
      switch (attempt) {
        case Attempt.Answered<T>(T value) -> {
          remember(at);
          return new Round.Answered<>(value);
        }
        case Attempt.Refused<T>(GatewayException failure) -> {
          if (failure.kind() == Kind.NOT_READY) {
            avoid(at);
          } else {
            remember(at);
          }
          return new Round.Failed<>(failure, false);
        }
        case Attempt.SessionRefused<T>(GatewayException failure) -> {
          return new Round.Failed<>(failure, false);
        }
        case Attempt.Doubtful<T>(GatewayException failure) -> {
          avoid(at);
          return new Round.Failed<>(failure, false);
        }
        case Attempt.Busy<T>(GatewayException failure) -> {
          return new Round.Failed<>(failure, true);
        }
        case Attempt.Elsewhere<T>(GatewayException failure, boolean passing) -> {
          failures.add(failure);
          anyPassing |= passing;
        }
      }
      if (deadline.expired()) {
        break;
      }
    }
    return new Round.Failed<>(all(request.what(), failures), anyPassing && !changing);
  }

  /** The addresses in the order they are tried: the one that answered last, then the others. */
  private List<Integer> order() {
    int first = preferred.get();
    var order = new ArrayList<Integer>(gateways.size());
    for (int i = 0; i < gateways.size(); i++) {
      order.add((first + i) % gateways.size());
    }
    return order;
  }

  private static int last(List<Integer> order) {
    return order.get(order.size() - 1);
  }

  private void remember(int at) {
    int before = preferred.getAndSet(at);
    if (before != at) {
      log.info("gateway {} is used from now on", gateways.get(at).address());
    }
  }

  /** Has the next request, which may be the look at what became of this one, begin elsewhere. */
  private void avoid(int at) {
    preferred.compareAndSet(at, (at + 1) % gateways.size());
  }

  private static Deadline share(Deadline deadline) {
    Duration left = deadline.remaining();
    return deadline.orAfter(Duration.ofNanos((long) (left.toNanos() * SHARE)));
  }

  /** Waits, unless there is no time for it; tells whether it waited. */
  private static boolean pause(Duration pause, Deadline deadline) {
    if (deadline.remaining().compareTo(pause) <= 0) {
      return false;
    }
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static GatewayException all(String what, List<GatewayException> failures) {
    GatewayException last = failures.get(failures.size() - 1);
    if (failures.size() == 1) {
      return last;
    }
    return new GatewayException(
        mostTelling(failures),
        what
            + " failed at every gateway that was tried: "
            + failures.stream().map(GatewayException::message).collect(Collectors.joining(" | ")));
  }

  /** A gateway that answers tells more than one that does not; time that ran out, most of all. */
  private static Kind mostTelling(List<GatewayException> failures) {
    Kind last = failures.get(failures.size() - 1).kind();
    if (last == Kind.TIMED_OUT) {
      return last;
    }
    return failures.stream()
        .map(GatewayException::kind)
        .filter(kind -> kind != Kind.UNREACHABLE)
        .findFirst()
        .orElse(last);
  }

  private static GatewayException outOfTime(GatewayRequest request) {
    return new GatewayException(
        Kind.TIMED_OUT, request.what() + " was not sent, there was no time left for it");
  }
}
