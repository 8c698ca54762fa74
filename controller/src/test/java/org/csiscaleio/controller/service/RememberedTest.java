package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void isAskedForOnceAndThenKnown() {
    var remembered = new Remembered<>("it", LONG, deadline -> asked.incrementAndGet());
    assertThat(remembered.get(Scene.soon())).isEqualTo(1);
    assertThat(remembered.get(Scene.soon())).isEqualTo(1);
  }

  @Test
  void isAskedForAgainWhenSomebodyNeedsItNewer() {
    var remembered = new Remembered<>("it", LONG, deadline -> asked.incrementAndGet());
    long before = Remembered.now();
    assertThat(remembered.get(Scene.soon())).isEqualTo(1);
    assertThat(remembered.since(before, Scene.soon())).isEqualTo(1);
    assertThat(remembered.since(Remembered.now(), Scene.soon())).isEqualTo(2);
  }

  @Test
  void isAskedForAgainWhenItIsTooOld() {
    var remembered =
        new Remembered<>("it", Duration.ofNanos(1), deadline -> asked.incrementAndGet());
    remembered.get(Scene.soon());
    long then = Remembered.now();
    while (Remembered.now() - then < 1000) {
      Thread.onSpinWait();
    }
    assertThat(remembered.get(Scene.soon())).isEqualTo(2);
  }

  @Test
  void aFailureIsNotRemembered() {
    var remembered =
        new Remembered<>(
            "it",
            LONG,
            deadline -> {
              if (asked.incrementAndGet() == 1) {
                throw Failure.unavailable("away");
              }
              return asked.get();
            });
    assertFails(UNAVAILABLE, () -> remembered.get(Scene.soon()), "away");
    assertThat(remembered.get(Scene.soon())).isEqualTo(2);
  }

  @Test
  void oneAsksAndTheOthersWaitEachUntilItsOwnDeadline() throws Exception {
    var release = new CountDownLatch(1);
    var started = new CountDownLatch(1);
    var remembered =
        new Remembered<>(
            "its pools",
            LONG,
            deadline -> {
              started.countDown();
              try {
                assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return asked.incrementAndGet();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Integer>>();
      waiting.add(threads.submit(() -> remembered.get(Scene.soon())));
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 5; i++) {
        waiting.add(threads.submit(() -> remembered.get(Scene.soon())));
      }
      assertFails(
          UNAVAILABLE,
          () -> remembered.get(Deadline.after(Duration.ofMillis(20))),
          "its pools",
          "repeat the call");
      release.countDown();
      for (var future : waiting) {
        assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo(1);
      }
    }
  }
}
