package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.LIST;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDCS;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.late;
import static org.csiscaleio.gateway.http.ScriptedGateway.never;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That every call ends by its deadline, whatever the other side does. */
class LimitsTest {
  private final ScriptedGateway gateway = new ScriptedGateway();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    gateway.start();
    system = HttpScaleIoSystem.open(gateway.settings());
  }

  @AfterEach
  void stop() {
    system.close();
    gateway.close();
  }

  @Test
  void aHungAnswerEndsWithTheDeadline() {
    system.version(soon());
    gateway.always(SDCS, never());

    endsInTime(() -> assertKind(() -> system.sdcs(in(500)), Kind.TIMED_OUT), 500);
  }

  @Test
  void aHungLoginEndsWithTheDeadline() {
    gateway.always(ScriptedGateway.LOGIN, never());

    endsInTime(() -> assertKind(() -> system.sdcs(in(500)), Kind.TIMED_OUT), 500);
  }

  @Test
  void aTricklingListEndsWithTheDeadline() {
    system.version(soon());
    var slow =
        new MockResponse.Builder(json(200, "[" + " ".repeat(100_000) + "]"))
            .throttleBody(100, 100, java.util.concurrent.TimeUnit.MILLISECONDS)
            .build();
    gateway.always(LIST, slow);

    endsInTime(() -> assertKind(() -> system.forEachVolume(v -> {}, in(700)), Kind.TIMED_OUT), 700);
  }

  @Test
  void aListMayTakeLongerThanARequestMayAsLongAsItFlows() {
    String one = ScriptedGateway.volume("vol-a", 8388608, 1);
    system =
        HttpScaleIoSystem.open(
            gateway.settings().withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(600)));
    system.version(soon());
    var slow =
        new MockResponse.Builder(json(200, "[" + one + "]"))
            .throttleBody(one.length() / 8, 150, java.util.concurrent.TimeUnit.MILLISECONDS)
            .build();
    gateway.always(LIST, slow);
    List<Volume> seen = new ArrayList<>();

    system.forEachVolume(seen::add, soon());

    assertThat(seen).hasSize(1);
  }

  @Test
  void anAddressThatTakesNoConnectionEndsWithTheDeadline() throws Exception {
    // A full backlog: the kernel answers no further connection.
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var fillers = new ArrayList<java.net.Socket>();
      for (int i = 0; i < 3; i++) {
        var filler = new java.net.Socket();
        fillers.add(filler);
        try {
          filler.connect(deaf.getLocalSocketAddress(), 100);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      URI address = URI.create("http://127.0.0.1:" + deaf.getLocalPort());
      system = HttpScaleIoSystem.open(gateway.settings().withAddresses(List.of(address)));

      endsInTime(() -> assertKind(() -> system.sdcs(in(500)), Kind.TIMED_OUT), 500);

      for (var filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void aNameThatDoesNotExistIsSaidToBeUnknown() {
    system =
        HttpScaleIoSystem.open(
            gateway.settings().withAddresses(List.of(URI.create("https://gateway.invalid"))));

    // On a machine without a name service the look-up is given up on instead.
    endsInTime(
        () ->
            assertKind(() -> system.sdcs(in(4000)), Kind.UNREACHABLE)
                .hasMessageContaining("gateway.invalid"),
        4000);
  }

  @Test
  void noMoreThanTheAllowedRequestsAreInFlightAndTheOthersWait() throws Exception {
    system = HttpScaleIoSystem.open(gateway.settings().withMaxRequestsInFlight(2));
    system.version(soon());
    gateway.always(SDCS, late(json(200, "[]"), Duration.ofMillis(150)));
    var answered = new AtomicInteger();
    long start = System.nanoTime();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        running.add(
            threads.submit(() -> {
              system.sdcs(soon());
              answered.incrementAndGet();
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }

    assertThat(answered).hasValue(8);
    // Four turns of two: fewer turns would mean more at a time.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(590));
  }

  @Test
  void whoGetsNoPlaceInTimeIsToldThatNothingWasSent() throws Exception {
    system = HttpScaleIoSystem.open(gateway.settings().withMaxRequestsInFlight(1));
    system.version(soon());
    gateway.always(SDCS, late(json(200, "[]"), Duration.ofSeconds(2)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> holder = threads.submit(() -> system.sdcs(soon()));
      awaitAsked(SDCS);

      endsInTime(
          () ->
              assertKind(
                      () -> system.removeVolume(ScriptedGateway.VOLUME_ID, in(300)), Kind.TIMED_OUT)
                  .hasMessageContaining("was not sent")
                  .hasMessageContaining("in flight"),
          300);

      holder.get();
    }
    assertThat(gateway.count(ScriptedGateway.REMOVE)).isZero();
  }

  private void awaitAsked(String key) {
    var patience = Deadline.after(Duration.ofSeconds(5));
    while (gateway.count(key) == 0) {
      assertThat(patience.expired()).as("never asked %s", key).isFalse();
      Thread.onSpinWait();
    }
  }

  /** With a second of grace: the machine has other things to do too. */
  private static void endsInTime(Runnable call, long millis) {
    var deadline = in(millis + 1000);
    call.run();
    assertThat(deadline.expired()).as("took longer than %d ms", millis).isFalse();
  }

  private static Deadline in(long millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }
}
