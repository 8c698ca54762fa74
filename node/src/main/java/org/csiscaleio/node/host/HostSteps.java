package org.csiscaleio.node.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.csiscaleio.operation.Deadline;
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
    long beginNanos = System.nanoTime();
    String result = FAILED;
    try {
      T done = work.get();
      result = OK;
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
          : run(step.get(), commands, command, deadline);
    };
  }

  private Commands.Ended run(
      Step step, Commands commands, List<String> command, Deadline deadline) {
    long beginNanos = System.nanoTime();
    String result = FAILED;
    try {
      Commands.Ended ended = commands.run(command, deadline);
      boolean mended = step == Step.CHECK && ended.exitCode() <= MOST_MENDED;
      result = ended.ok() || mended ? OK : FAILED;
      return ended;
    } catch (Failure failure) {
      result = failure.code().name();
      throw failure;
    } finally {
      tell(step, result, beginNanos);
    }
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
