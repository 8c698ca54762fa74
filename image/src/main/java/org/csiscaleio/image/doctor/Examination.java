package org.csiscaleio.image.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;

/**
 * Runs checks side by side and reports them in their order, each as soon as it and those before it
 * have ended. One that hangs is given up and hides no other.
 */
final class Examination {
  /** Kept back, so that a check can say in its own words that the time was too short. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Duration limit;
  private final Report report;

  /**
   * @param limit for all of it
   */
  Examination(Duration limit, Report report) {
    this.limit = limit;
    this.report = report;
  }

  /** Returns by the limit, whatever the checks do. */
  void run(List<Check> checks) {
    Deadline end = Deadline.after(limit);
    List<FutureTask<List<Finding>>> running =
        checks.stream().map(check -> start(check, end.earlierBy(MARGIN))).toList();
    for (int i = 0; i < checks.size(); i++) {
      report.waitingFor(checks.get(i));
      report.add(checks.get(i), outcome(checks.get(i), running.get(i), end));
    }
  }

  private static FutureTask<List<Finding>> start(Check check, Deadline deadline) {
    var task = new FutureTask<>(() -> check.look().by(deadline));
    // What hangs in the kernel would keep a virtual one's carrier, of which there are few.
    Thread.ofPlatform().daemon().name("check-" + check.about()).start(task);
    return task;
  }

  private List<Finding> outcome(Check check, FutureTask<List<Finding>> task, Deadline end) {
    try {
      return task.get(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of(
          Finding.fail(
              check.about(),
              "has not answered within " + limit.toSeconds() + " s",
              "see what hangs there; --timeout gives it more time"));
    } catch (ExecutionException e) {
      return List.of(
          e.getCause() instanceof Failure failure
              ? Finding.fail(check.about(), failure)
              : Finding.fail(
                  check.about(), "could not be looked at: " + e.getCause(), "report this"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Finding.skip(check.about(), "the command was interrupted"));
    }
  }
}
