package org.csiscaleio.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Turns turns = new Turns();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    threads.close();
  }

  @Test
  void differentKeysNeverWaitForEachOther() throws Exception {
    Future<String> held = holdOpen("a", "create", "done");

    assertThat(turns.take("b", "create", Deadline.after(LONG), () -> "free")).isEqualTo("free");
    assertThat(held).isNotDone();
  }

  @Test
  void aSecondOperationWaitsForItsTurn() throws Exception {
    List<String> order = new ArrayList<>();
    Future<String> first =
        threads.submit(() ->
            turns.take(
                "a",
                "create",
                Deadline.after(LONG),
                () -> {
                  waitForRelease();
                  order.add("first");
                  return "1";
                }));
    assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
    Future<String> second =
        threads.submit(() ->
            turns.take(
                "a",
                "delete",
                Deadline.after(LONG),
                () -> {
                  order.add("second");
                  return "2";
                }));
    assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    release.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("1");
    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("2");
    assertThat(order).containsExactly("first", "second");
    assertThat(turns.busyKeys()).isZero();
  }

  @Test
  void anEqualOperationSharesTheAnswer() throws Exception {
    Future<String> first = holdOpen("a", "create", "made");
    var ran = new AtomicInteger();
    Future<String> second =
        threads.submit(() ->
            turns.take(
                "a",
                "create",
                Deadline.after(LONG),
                () -> {
                  ran.incrementAndGet();
                  return "made twice";
                }));
    assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    release.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("made");
    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("made");
    assertThat(ran).hasValue(0);
  }

  @Test
  void anEqualOperationRunsItselfWhenTheFirstRanOutOfTime() throws Exception {
    threads.execute(() ->
        turns.take(
            "a",
            "create",
            Deadline.after(LONG),
            () -> {
              waitForRelease();
              throw Failure.deadlineExceeded("too slow");
            }));
    assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
    Future<String> second =
        threads.submit(() -> turns.take("a", "create", Deadline.after(LONG), () -> "made"));
    assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);

    release.countDown();

    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("made");
  }

  @Test
  void whoseTurnDoesNotComeIsToldToRepeatBeforeItsDeadline() throws Exception {
    Future<String> held = holdOpen("volume a", "create", "done");

    var deadline = Deadline.after(Duration.ofMillis(500));
    assertThatThrownBy(() -> turns.take("volume a", "delete", deadline, () -> "never"))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("volume a")
        .hasMessageContaining("repeat");
    assertThat(deadline.expired()).isFalse();
    assertThat(held).isNotDone();
  }

  private Future<String> holdOpen(String key, String request, String answer) throws Exception {
    Future<String> first =
        threads.submit(() ->
            turns.take(
                key,
                request,
                Deadline.after(LONG),
                () -> {
                  waitForRelease();
                  return answer;
                }));
    assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
    return first;
  }

  private void waitForRelease() {
    started.countDown();
    try {
      assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
