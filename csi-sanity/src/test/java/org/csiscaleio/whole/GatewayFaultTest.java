package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong at the gateway, a call ends in time, says that it may be repeated, and the
 * repeated call finds what was made. The cases mostly wait, and run side by side.
 */
@Tag("side-by-side")
class GatewayFaultTest {
  private static final Duration TOO_LATE = Duration.ofSeconds(10);

  private static final AtomicInteger number = new AtomicInteger();

  private static Lanes<Cluster> lanes;

  private Cluster cluster;

  @BeforeAll
  static void prepare() {
    lanes = Lanes.of(i -> Cluster.named("GatewayFaultTest-" + i).start());
  }

  @AfterAll
  static void stop() {
    lanes.close();
  }

  @BeforeEach
  void takeLane() throws InterruptedException {
    cluster = lanes.take();
  }

  @AfterEach
  void allIsWellAgain() {
    try {
      cluster.startOver();
    } finally {
      lanes.giveBack(cluster);
    }
  }

  static Stream<Arguments> changesAndFaults() {
    record Change(Level from, Level to, String kind) {}
    var changes =
        List.of(
            new Change(Level.ABSENT, Level.CREATED, "createVolume"),
            new Change(Level.CREATED, Level.MAPPED, "addMappedSdc"),
            new Change(Level.MAPPED, Level.CREATED, "removeMappedSdc"),
            new Change(Level.CREATED, Level.ABSENT, "removeVolume"));
    return changes.stream()
        .flatMap(change ->
            faults(change.kind()).map(fault -> Arguments.of(change.from(), change.to(), fault)));
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
        Fault.status(kind, 503, "{"),
        // The answer is lost, and so is the first look at what has become of it.
        Fault.once(kind, Action.LOSE_ANSWER).times(2),
        Fault.once(kind, Action.HALF).times(3));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "from {0} to {1} with {2}")
  @MethodSource("changesAndFaults")
  void aChangeEndsInTimeAndItsRepetitionFindsWhatWasMade(Level from, Level to, Fault fault) {
    CsiClient client = cluster.a().client();
    VolumeUse use = newUse();
    Level.move(use, Level.ABSENT, from, client);
    cluster.emulator().control().inject(fault);

    endsInTime(from, to, use, EnumSet.of(Status.Code.OK));

    cluster.emulator().control().clearFaults();
    Repeating.untilDone(() -> Level.move(use, from, to, client));
    Afterwards.isAt(cluster, to, use);
    Level.move(use, to, Level.ABSENT, client);
    Afterwards.nothingIsLeft(cluster);
  }

  /**
   * The nastiest case: the change is carried out long after the caller has given up, and after it
   * has repeated the call with success.
   */
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "from {0} to {1}, {2} late")
  @CsvSource({
    "ABSENT, CREATED, createVolume",
    "CREATED, MAPPED, addMappedSdc",
    "MAPPED, CREATED, removeMappedSdc",
    "CREATED, ABSENT, removeVolume",
  })
  void aChangeThatIsCarriedOutTooLateDoesNoHarm(Level from, Level to, String kind) {
    CsiClient client = cluster.a().client();
    VolumeUse use = newUse();
    Level.move(use, Level.ABSENT, from, client);
    cluster.emulator().control().inject(Fault.late(kind, TOO_LATE));
    long begin = System.nanoTime();

    endsInTime(from, to, use, EnumSet.noneOf(Status.Code.class));
    Repeating.untilDone(() -> Level.move(use, from, to, client));
    Afterwards.isAt(cluster, to, use);

    // Nothing can be seen of the late request until it is carried out.
    Await.until(
        "the late request's time to come",
        TOO_LATE.plusSeconds(5),
        () -> System.nanoTime() - begin > TOO_LATE.plusSeconds(1).toNanos());
    Afterwards.isAt(cluster, to, use);
    Level.move(use, to, Level.ABSENT, client);
    Afterwards.nothingIsLeft(cluster);
  }

  static Stream<Arguments> changesAndLastingFaults() {
    return Stream.of(
            Fault.once("*", Action.HANG),
            Fault.once("*", Action.RESET),
            Fault.once("*", Action.LOSE_ANSWER),
            Fault.once("*", Action.HALF),
            Fault.status("*", 503, ""))
        .map(fault -> fault.times(10_000))
        .flatMap(fault ->
            Stream.of(
                Arguments.of(Level.ABSENT, Level.CREATED, fault),
                Arguments.of(Level.CREATED, Level.MAPPED, fault),
                Arguments.of(Level.MAPPED, Level.CREATED, fault),
                Arguments.of(Level.CREATED, Level.ABSENT, fault)));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "from {0} to {1} with {2}")
  @MethodSource("changesAndLastingFaults")
  void whileTheGatewayIsOutEveryChangeEndsInTimeAndNothingIsMadeTwice(
      Level from, Level to, Fault fault) {
    // Half of the answer to a change says that it was carried out, and it was.
    var alsoFine =
        fault.action() == Action.HALF
            ? EnumSet.of(Status.Code.OK)
            : EnumSet.noneOf(Status.Code.class);
    CsiClient client = cluster.a().client();
    VolumeUse use = newUse();
    Level.move(use, Level.ABSENT, from, client);
    cluster.emulator().control().inject(fault);

    for (int i = 0; i < 2; i++) {
      endsInTime(from, to, use, alsoFine);
    }

    cluster.emulator().control().clearFaults();
    Repeating.untilDone(() -> Level.move(use, from, to, client));
    Afterwards.isAt(cluster, to, use);
    Level.move(use, to, Level.ABSENT, client);
    Afterwards.nothingIsLeft(cluster);
  }

  /** Questions of an orchestrator, none of which changes anything. */
  enum Question {
    LIST,
    CAPACITY,
    VALIDATE;

    void ask(CsiClient client, VolumeUse use) {
      Object answer =
          switch (this) {
            case LIST -> client.controller().listVolumes(ListVolumesRequest.getDefaultInstance());
            case CAPACITY ->
                client.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
            case VALIDATE ->
                client
                    .controller()
                    .validateVolumeCapabilities(
                        ValidateVolumeCapabilitiesRequest.newBuilder()
                            .setVolumeId(use.id())
                            .addVolumeCapabilities(use.wish().capability())
                            .build());
          };
      assertThat(answer).isNotNull();
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(Question.class)
  void aQuestionEndsInTimeWhileTheGatewayIsOutAndIsAnsweredAfterwards(Question question) {
    CsiClient client = cluster.a().client();
    VolumeUse use = newUse();
    use.create(client);
    for (Fault fault :
        List.of(
            Fault.once("*", Action.HANG),
            Fault.once("*", Action.RESET),
            Fault.once("*", Action.HALF),
            Fault.status("*", 500, ""))) {
      cluster.emulator().control().inject(fault.times(10_000));
      InTime.ends(
          () -> question.ask(client.withDeadline(InTime.DEADLINE), use),
          EnumSet.noneOf(Status.Code.class));
      cluster.emulator().control().clearFaults();
      Repeating.untilDone(() -> question.ask(client, use));
    }
    use.delete(client);
    Afterwards.nothingIsLeft(cluster);
  }

  private VolumeUse newUse() {
    return cluster.useOnA(VolumeWish.of("fault-" + number.incrementAndGet(), 8, "ext4"));
  }

  private void endsInTime(Level from, Level to, VolumeUse use, Set<Status.Code> alsoFine) {
    CsiClient client = cluster.a().client().withDeadline(InTime.DEADLINE);
    InTime.ends(() -> Level.move(use, from, to, client), alsoFine);
  }
}
