package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** How a call must end, whatever goes wrong at the gateway. */
final class InTime {
  /** What the oldest Mesos gives a call. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  /** What a busy machine may add between the plugin's answer and our reading of the clock. */
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(10);

  private InTime() {}

  /** The plugin itself answers before the caller gives up, and what it says invites repetition. */
  static void ends(Runnable call, Set<Status.Code> alsoFine) {
    long begin = System.nanoTime();
    Status status = Status.OK;
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      status = e.getStatus();
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);

    var fine = EnumSet.copyOf(Repeating.MAY_BE_REPEATED);
    fine.addAll(alsoFine);
    assertThat(status.getCode()).as(status.toString()).isIn(fine);
    // The words of a client that gave up before an answer came.
    assertThat(String.valueOf(status.getDescription())).doesNotContain("CallOptions deadline");
    assertThat(took).as(status.toString()).isLessThan(DEADLINE.plus(BUSY_MACHINE));
  }
}
