package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong at the gateway, calls about snapshots, clones, growth and limits end in time,
 * say that they may be repeated, and their repetition finds what was made. See {@link
 * GatewayFaultTest}.
 */
@Tag("side-by-side")
class SnapshotFaultTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(1);

  private static Cluster cluster;
  private static int number;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("SnapshotFaultTest").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void allIsWellAgain() {
    cluster.startOver();
  }

  static Stream<Arguments> stepsAndFaults() {
    return Stream.of(
            faulty(SnapshotStep.TAKE, "snapshotVolumes"),
            faulty(SnapshotStep.DELETE, "removeVolume"),
            faulty(SnapshotStep.TAKE_GROUP, "snapshotVolumes"),
            faulty(SnapshotStep.DELETE_GROUP, "removeSnapshotGroup"),
            faulty(SnapshotStep.CLONE, "snapshotVolumes"),
            faulty(SnapshotStep.CLONE, "setVolumeSize"),
            faulty(SnapshotStep.EXPAND, "setVolumeSize"),
            faulty(SnapshotStep.MODIFY, "createVolume"),
            faulty(SnapshotStep.MODIFY, "setMappedSdcLimits"))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> faulty(SnapshotStep step, String kind) {
    return faults(kind).map(fault -> Arguments.of(step, fault));
  }

  private static Stream<Fault> faults(String kind) {
    return Stream.of(
        Fault.once(kind, Action.HANG),
        Fault.once(kind, Action.RESET),
        Fault.once(kind, Action.LOSE_ANSWER),
        Fault.once(kind, Action.HALF),
        Fault.once(kind, Action.EXPIRE_TOKEN),
        Fault.status(kind, 500, ""),
        Fault.status(kind, 502, "<html>Bad Gateway</html>").with("contentType", "text/html"),
        Fault.once(kind, Action.LOSE_ANSWER).times(2));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("stepsAndFaults")
  void aCallEndsInTimeAndItsRepetitionFindsWhatWasMade(SnapshotStep step, Fault fault) {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("fault-" + ++number, 8, "xfs"));
    use.bringUp(client);
    SnapshotStep.DATA.write(use);
    step.prepare(use, client);
    cluster.emulator().control().inject(fault);

    endsInTime(() -> step.act(use, client.withDeadline(DEADLINE)));

    cluster.emulator().control().clearFaults();
    Repeating.untilDone(() -> step.act(use, client));
    step.assertDone(cluster, use, client);
    SnapshotStep.cleanUp(use, client);
    Afterwards.nothingIsLeft(cluster);
  }

  private static void endsInTime(Runnable call) {
    long begin = System.nanoTime();
    Status status = Status.OK;
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      status = e.getStatus();
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    var fine = EnumSet.copyOf(Repeating.MAY_BE_REPEATED);
    fine.add(Status.Code.OK);
    assertThat(status.getCode()).as(status.toString()).isIn(fine);
    assertThat(took).as(status.toString()).isLessThan(DEADLINE.plus(BUSY_MACHINE));
  }
}
