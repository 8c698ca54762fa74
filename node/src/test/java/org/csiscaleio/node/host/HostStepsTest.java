package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a meter is told of the steps on a host. */
class HostStepsTest {
  private final List<String> told = new ArrayList<>();
  private final HostSteps steps = new HostSteps(this::note);

  private void note(Measurement measurement) {
    if (measurement instanceof Measurement.HostStep(Step step, String result, Duration took)) {
      assertThat(took.isNegative()).isFalse();
      told.add(step + " " + result);
    }
  }

  private Commands ending(int exitCode) {
    return steps.timed((command, deadline) -> new Commands.Ended(exitCode, "", ""));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "mkfs.ext4 -q /dev/x, 0, FORMAT OK",
    "mkfs.xfs -q /dev/x, 1, FORMAT FAILED",
    "e2fsck -p /dev/x, 1, CHECK OK",
    "e2fsck -p /dev/x, 4, CHECK FAILED",
    "xfs_repair -n /dev/x, 0, CHECK OK",
    "btrfs check --readonly /dev/x, 0, CHECK OK",
    "btrfs filesystem resize max /mnt, 0, GROW OK",
    "resize2fs /dev/x, 1, GROW FAILED",
    "xfs_growfs /mnt, 0, GROW OK"
  })
  void aProgramIsTheStepItDoes(String command, int exitCode, String step) {
    assertThat(ending(exitCode).run(List.of(command.split(" ")), soon()).exitCode())
        .isEqualTo(exitCode);

    assertThat(told).containsExactly(step);
  }

  @Test
  void otherProgramsAreNoSteps() {
    assertThat(ending(0).run(List.of("drv_cfg", "--query_guid"), soon()).ok()).isTrue();
    assertThat(ending(0).run(List.of("btrfs", "device", "scan"), soon()).ok()).isTrue();

    assertThat(told).isEmpty();
  }

  @Test
  void aFailureIsToldByItsCodeAndGoesOn() {
    assertThatThrownBy(() ->
            steps.run(
                Step.MOUNT,
                () -> {
                  throw Failure.deadlineExceeded("it hangs");
                }))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() ->
            steps.run(
                Step.UNMOUNT,
                () -> {
                  throw new IllegalStateException("a mistake of ours");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(steps.<String>time(Step.DEVICE_WAIT, () -> "here")).isEqualTo("here");

    assertThat(told).containsExactly("MOUNT DEADLINE_EXCEEDED", "UNMOUNT FAILED", "DEVICE_WAIT OK");
  }
}
