package org.csiscaleio.node.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;
import org.csiscaleio.operation.meter.Step;

/** Tells a meter how the steps on this host went. Changes nothing about them. */
final class HostSteps {
  private static final String OK = "OK";
  private static final String FAILED = "FAILED";

  /** e2fsck's way to say that it mended something. */
  private static final int MOST_MENDED = 3;

  private final Meter meter;

  HostSteps(Meter meter) {
    this.meter = meter;
  }

  void run(Step step, Runnable work) {
    time(
        step,
        () -> {
          work.run();
          return true;
        });
  }

  <T> T time(Step step, Supplier<T> work) {
    return time(step, work, done -> true);
  }

  /**
   * @param well whether what came out means that the step was done
   */
  private <T> T time(Step step, Supplier<T> work, Predicate<T> well) {
    long beginNanos = System.nanoTime();
    String result = FAILED;
    try {
      T done = work.get();
      result = well.test(done) ? OK : FAILED;
      return done;
    } catch (Failure failure) {
      result = failure.code().name();
      throw failure;
    } finally {
      tell(step, result, beginNanos);
    }
  }

  /** The same programs, of which those that are a step are told. */
  Commands timed(Commands commands) {
    return (command, deadline) -> {
      Optional<Step> step = stepOf(command);
      return step.isEmpty()
          ? commands.run(command, deadline)
          : time(
              step.get(), () -> commands.run(command, deadline), ended -> well(step.get(), ended));
    };
  }

  private static boolean well(Step step, Commands.Ended ended) {
    return ended.ok() || (step == Step.CHECK && ended.exitCode() <= MOST_MENDED);
  }

  private static Optional<Step> stepOf(List<String> command) {
    String program = command.getFirst();
    if (program.startsWith("mkfs")) {
      return Optional.of(Step.FORMAT);
    }
    return switch (program) {
      case "e2fsck", "xfs_repair" -> Optional.of(Step.CHECK);
      case "resize2fs", "xfs_growfs" -> Optional.of(Step.GROW);
      case "btrfs" ->
          switch (command.get(1)) {
            case "check" -> Optional.of(Step.CHECK);
            case "filesystem" -> Optional.of(Step.GROW);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private void tell(Step step, String result, long beginNanos) {
    meter.note(
        new Measurement.HostStep(step, result, Duration.ofNanos(System.nanoTime() - beginNanos)));
  }
}
