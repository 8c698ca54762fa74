package org.csiscaleio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.csiscaleio.gateway.ContractArray;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystemContract;
import org.csiscaleio.gateway.TakenSnapshots;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.rig.EmulatorControl;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract, and what is asked of the array for it: one request per call, one login per session,
 * no change twice, whatever happens to the answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EmulatorContract extends ScaleIoSystemContract {
  private final String version;
  private @Nullable RunningEmulator running;

  EmulatorContract(String version) {
    this.version = version;
  }

  @BeforeAll
  void startEmulator() {
    running = RunningEmulator.start(version);
  }

  @AfterAll
  void stopEmulator() {
    if (running != null) {
      running.close();
    }
  }

  @Override
  protected ContractArray open() {
    return new EmulatedArray(emulator(), version);
  }

  private RunningEmulator emulator() {
    if (running == null) {
      throw new IllegalStateException("the emulator did not start");
    }
    return running;
  }

  private EmulatorControl control() {
    return emulator().control();
  }

  // Budgets.

  @Test
  void everyCallCostsOneRequestWhenWarm() {
    String id = create("vol");
    String pool = pool();
    String sdc = sdc(0);
    var other = volume("other", BLOCK_KIB, VolumeType.THICK);

    assertThat(cost(() -> system().protectionDomains(soon())))
        .isEqualTo(Map.of("protectionDomains", 1L));
    assertThat(cost(() -> system().storagePools(soon()))).isEqualTo(Map.of("storagePools", 1L));
    assertThat(cost(() -> system().poolStatistics(pool, soon())))
        .isEqualTo(Map.of("poolStatistics", 1L));
    assertThat(cost(() -> system().sdcs(soon()))).isEqualTo(Map.of("sdcs", 1L));
    assertThat(cost(() -> system().limits(soon()))).isEqualTo(Map.of("limits", 1L));
    assertThat(cost(() -> system().createVolume(other, soon())))
        .isEqualTo(Map.of("createVolume", 1L));
    assertThat(cost(() -> system().volume(id, soon()))).isEqualTo(Map.of("getVolume", 1L));
    assertThat(cost(() -> system().volumeIdByName("vol", soon())))
        .isEqualTo(Map.of("volumeIdByName", 1L));
    assertThat(cost(this::listed)).isEqualTo(Map.of("listVolumes", 1L));
    assertThat(cost(() -> system().volumesOfSdc(sdc, soon()))).isEqualTo(Map.of("sdcVolumes", 1L));
    assertThat(cost(() -> map(id, sdc))).isEqualTo(Map.of("addMappedSdc", 1L));
    assertThat(cost(() -> system().limitMapping(id, sdc, 200, 0, soon())))
        .isEqualTo(Map.of("setMappedSdcLimits", 1L));
    assertThat(cost(() -> system().unmap(id, sdc, soon())))
        .isEqualTo(Map.of("removeMappedSdc", 1L));
    assertThat(cost(() -> system().growVolume(id, 2 * BLOCK_KIB, soon())))
        .isEqualTo(Map.of("setVolumeSize", 1L));
    String group = takeAndCount(id);
    assertThat(cost(() -> system().volumes(List.of(id), soon())))
        .isEqualTo(Map.of("selectedVolumes", 1L));
    String tree = system().volume(id, soon()).orElseThrow().vtreeId();
    assertThat(cost(() -> system().volumesOfTree(tree, soon())))
        .isEqualTo(Map.of("treeVolumes", 1L));
    // Addressed to the system, whose id is asked for once.
    system().info(soon());
    assertThat(cost(() -> system().removeSnapshotGroup(group, soon())))
        .isEqualTo(Map.of("removeSnapshotGroup", 1L));
    assertThat(cost(() -> system().removeVolume(id, soon()))).isEqualTo(Map.of("removeVolume", 1L));
    assertThat(cost(() -> system().info(soon()))).isEmpty();
    assertThat(cost(() -> system().version(soon()))).isEmpty();
  }

  private String takeAndCount(String id) {
    var taken = new ArrayList<TakenSnapshots>();
    assertThat(
            cost(() ->
                taken.add(system().snapshot(one(id, "snap", MappingAccess.READ_ONLY), soon()))))
        .isEqualTo(Map.of("snapshotVolumes", 1L));
    return taken.getFirst().groupId();
  }

  @Test
  void whatFailedDevicesDidToAPoolIsTold() {
    assertThat(system().poolStatistics(pool(), soon()).degradedKib()).isZero();
    control().setDamage("sp1", 24, 8);
    try {
      PoolStatistics now = system().poolStatistics(pool(), soon());

      assertThat(now.degradedKib()).isEqualTo(24L << 20);
      assertThat(now.failedKib()).isEqualTo(8L << 20);
    } finally {
      control().setDamage("sp1", 0, 0);
    }
  }

  @Test
  void anExpiredSessionCostsOneLoginAndOneRepeat() {
    system().sdcs(soon());
    control().expireTokens();

    Map<String, Long> cost = cost(() -> system().sdcs(soon()));

    assertThat(cost).isEqualTo(Map.of("sdcs", 2L, "unauthorized", 1L, "login", 1L));
  }

  @Test
  void anIdleSessionThatTheGatewayForgotIsReplaced() {
    system().sdcs(soon());
    control().advanceClock(Duration.ofMinutes(11));
    try {
      assertThat(cost(() -> create("vol")))
          .containsEntry("login", 1L)
          .containsEntry("createVolume", 1L);
      assertThat(listed()).hasSize(1);
    } finally {
      control().advanceClock(Duration.ofMinutes(-11));
    }
  }

  /** Before 4.0 there are no bearer tokens, and six minutes are nothing. */
  @Test
  void aBearerTokenThatTheGatewayLetDieCostsOneLoginAndOneRepeat() {
    system().sdcs(soon());
    system().sdcs(soon());
    control().advanceClock(Duration.ofMinutes(6));
    try {
      assertThat(cost(() -> system().sdcs(soon())))
          .isEqualTo(
              hasBearerTokens()
                  ? Map.of("sdcs", 2L, "unauthorized", 1L, "login", 1L)
                  : Map.of("sdcs", 1L));
      assertThat(cost(() -> create("vol")))
          .containsEntry("createVolume", 1L)
          .doesNotContainKey("login");
    } finally {
      control().advanceClock(Duration.ofMinutes(-6));
    }
  }

  @Test
  void aBearerTokenIsRenewedBeforeItDies() {
    var nanos = new AtomicLong();
    try (var ageing = HttpScaleIoSystem.open(emulator().settings(), nanos::get)) {
      ageing.sdcs(soon());
      nanos.addAndGet(Duration.ofSeconds(235).toNanos());
      assertThat(cost(() -> ageing.sdcs(soon()))).isEqualTo(Map.of("sdcs", 1L));
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(cost(() -> ageing.sdcs(soon())))
          .isEqualTo(hasBearerTokens() ? Map.of("login", 1L, "sdcs", 1L) : Map.of("sdcs", 1L));
    }
  }

  private boolean hasBearerTokens() {
    return version.startsWith("4");
  }

  @Test
  void whenAllSessionsAreTakenTheCallSaysSoAndSucceedsOnceSomeHaveEnded() {
    var holders = new ArrayList<ScaleIoSystem>();
    try (var late = HttpScaleIoSystem.open(emulator().settings())) {
      Optional<GatewayException> refusal = Optional.empty();
      while (refusal.isEmpty() && holders.size() < 200) {
        var holder = HttpScaleIoSystem.open(emulator().settings());
        holders.add(holder);
        refusal = refusal(() -> holder.version(soon()));
      }
      assertThat(refusal)
          .hasValueSatisfying(e -> {
            assertThat(e.kind()).as(e.message()).isEqualTo(Kind.BUSY);
            assertThat(e).hasMessageContaining("sessions");
          });
      assertKind(() -> late.sdcs(soon()), Kind.BUSY);

      control().expireTokens();

      assertThat(late.sdcs(soon())).hasSize(3);
    } finally {
      control().expireTokens();
      holders.forEach(ScaleIoSystem::close);
    }
  }

  private static Optional<GatewayException> refusal(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (GatewayException e) {
      return Optional.of(e);
    }
  }

  @Test
  void whoMayOnlyLookIsToldWhichRoleIsNeeded() {
    var wanted = volume("vol", BLOCK_KIB, VolumeType.THIN);
    try (var viewer = HttpScaleIoSystem.open(emulator().viewersSettings())) {
      assertThat(viewer.sdcs(soon())).hasSize(3);
      assertKind(() -> viewer.createVolume(wanted, soon()), Kind.NOT_PERMITTED)
          .hasMessageContaining("role");
    }
    assertThat(listed()).isEmpty();
  }

  @Test
  void anSdcThatIsNotApprovedGetsNothingUntilItIs() {
    String id = create("vol");
    String guid = RunningEmulator.SDC_GUIDS.get(0);
    emulator().administrator().restrictSdcs();
    control().setApproved(guid, false);

    assertKind(() -> map(id, sdc(0)), Kind.SDC_NOT_APPROVED).hasMessageContaining("approve");
    emulator().administrator().approve(guid);
    map(id, sdc(0));

    assertThat(mappings(id)).hasSize(1);
  }

  /** Releases before 3.0 cannot move volumes. */
  @Test
  void aVolumeThatMovedToAnotherPoolIsStillItself() {
    String id = create("vol");
    map(id, sdc(0));
    Volume before = system().volume(id, soon()).orElseThrow();
    if (atLeastThree()) {
      emulator().administrator().move(id, "sp2");
    }

    Volume after = system().volume(id, soon()).orElseThrow();

    assertThat(after.storagePoolId().equals(before.storagePoolId())).isEqualTo(!atLeastThree());
    assertThat(after.mappings()).isEqualTo(before.mappings());
    system().unmap(id, sdc(0), soon());
    system().removeVolume(id, soon());
    assertThat(listed()).isEmpty();
  }

  private boolean atLeastThree() {
    return !version.startsWith("2");
  }

  // Faults.

  @Test
  void aHandshakeThatFailsIsNoRequest() {
    var wanted = volume("vol", BLOCK_KIB, VolumeType.THIN);
    pool();
    EmulatorControl lever = control();
    try (var fresh = HttpScaleIoSystem.open(emulator().settings())) {
      lever.failHandshakes(1);

      assertKind(() -> fresh.createVolume(wanted, soon()), Kind.UNREACHABLE)
          .hasMessageContaining("handshake_failure");
      assertThat(listed()).isEmpty();

      fresh.createVolume(wanted, soon());
      assertThat(listed()).hasSize(1);
    }
  }

  /** As when it restarts, or lost patience with an idle client at the wrong moment. */
  @Test
  void connectionsThatTheGatewayEndedCostNoVolumeAndNoQuestion() {
    var wanted = volume("vol", BLOCK_KIB, VolumeType.THIN);
    system().sdcs(soon());
    EmulatorControl lever = control();
    lever.failHandshakes(0);
    assertThat(system().sdcs(soon())).hasSize(3);

    lever.failHandshakes(0);
    refusal(() -> system().createVolume(wanted, soon()))
        .ifPresent(doubt -> {
          assertThat(doubt.kind()).as(doubt.message()).isEqualTo(Kind.OUTCOME_UNKNOWN);
          system().createVolume(wanted, soon());
        });

    assertThat(listed()).hasSize(1);
  }

  /** The ways an answer gets lost, whether or not the array has done what was asked. */
  enum Loss {
    ANSWER(Action.LOSE_ANSWER, true),
    HALF(Action.HALF, true),
    REQUEST(Action.RESET, false),
    TIME(Action.HANG, false);

    private final Action action;
    private final boolean committed;

    Loss(Action action, boolean committed) {
      this.action = action;
      this.committed = committed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeIsMadeOnceWhateverHappensToTheAnswer(Loss loss) {
    var wanted = volume("vol", BLOCK_KIB, VolumeType.THIN);
    control().inject(Fault.once("createVolume", loss.action));

    assertEnds(loss, () -> system().createVolume(wanted, briefly(loss)));

    assertThat(listed()).hasSize(loss.committed ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeIsMappedOnceWhateverHappensToTheAnswer(Loss loss) {
    String id = create("vol");
    String sdc = sdc(0);
    control().inject(Fault.once("addMappedSdc", loss.action));

    assertEnds(loss, () -> system().map(id, sdc, false, MappingAccess.READ_WRITE, briefly(loss)));

    assertThat(mappings(id)).hasSize(loss.committed ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeIsUnmappedWhateverHappensToTheAnswer(Loss loss) {
    String id = create("vol");
    String sdc = sdc(0);
    map(id, sdc);
    control().inject(Fault.once("removeMappedSdc", loss.action));

    assertEnds(loss, () -> system().unmap(id, sdc, briefly(loss)));

    assertThat(mappings(id)).hasSize(loss.committed ? 0 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeIsRemovedWhateverHappensToTheAnswer(Loss loss) {
    String id = create("vol");
    control().inject(Fault.once("removeVolume", loss.action));

    assertEnds(loss, () -> system().removeVolume(id, briefly(loss)));

    assertThat(listed()).hasSize(loss.committed ? 0 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotIsTakenOnceWhateverHappensToTheAnswer(Loss loss) {
    String id = create("vol");
    var wanted = one(id, "snap", MappingAccess.READ_ONLY);
    control().inject(Fault.once("snapshotVolumes", loss.action));

    assertEnds(loss, () -> system().snapshot(wanted, briefly(loss)));

    assertThat(listed()).hasSize(loss.committed ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void aGroupIsTakenAndRemovedOnceWhateverHappensToTheAnswer(Loss loss) {
    var wanted =
        new NewSnapshots(
            List.of(
                new NewSnapshots.Source(create("a"), "snap-a"),
                new NewSnapshots.Source(create("b"), "snap-b")),
            MappingAccess.READ_ONLY);
    control().inject(Fault.once("snapshotVolumes", loss.action));
    var group = new AtomicReference<>("");
    assertEnds(loss, () -> group.set(system().snapshot(wanted, briefly(loss)).groupId()));
    if (!loss.committed) {
      assertThat(listed()).hasSize(2);
      group.set(system().snapshot(wanted, soon()).groupId());
    }
    assertThat(listed()).hasSize(4);

    control().inject(Fault.once("removeSnapshotGroup", loss.action));
    assertEnds(loss, () -> system().removeSnapshotGroup(group.get(), briefly(loss)));

    assertThat(listed()).hasSize(loss.committed ? 2 : 4);
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeIsGrownWhateverHappensToTheAnswer(Loss loss) {
    String id = create("vol");
    control().inject(Fault.once("setVolumeSize", loss.action));

    assertEnds(loss, () -> system().growVolume(id, 2 * BLOCK_KIB, briefly(loss)));

    assertThat(system().volume(id, soon()).orElseThrow().sizeKib())
        .isEqualTo(loss.committed ? 2 * BLOCK_KIB : BLOCK_KIB);
  }

  @Test
  void questionsAreAskedAgainAfterAResetAndAfterHalfAnAnswer() {
    create("vol");
    for (Action action : List.of(Action.RESET, Action.HALF, Action.LOSE_ANSWER)) {
      control().inject(Fault.once("sdcs", action));
      assertThat(system().sdcs(soon())).hasSize(3);
      control().inject(Fault.once("getVolume", action));
      assertThat(system().volume(system().volumeIdByName("vol", soon()).orElseThrow(), soon()))
          .isPresent();
    }
  }

  @Test
  void aBusyArrayIsAskedAgain() {
    pool();
    control()
        .inject(
            Fault.status(
                "createVolume",
                500,
                "{\"message\":\"The system is busy. Retry later\",\"httpStatusCode\":500,"
                    + "\"errorCode\":164}"));

    create("vol");

    assertThat(listed()).hasSize(1);
  }

  @Test
  void aGatewayWithoutAnMdmIsNotReady() {
    control()
        .inject(
            Fault.status("sdcs", 428, "{\"message\":\"MDM not configured\",\"httpStatusCode\":428}")
                .times(10));

    assertKind(() -> system().sdcs(soon()), Kind.NOT_READY);
  }

  @Test
  void aProxysErrorPageIsNotTakenForAnAnswer() {
    control()
        .inject(
            Fault.status("getVolume", 502, "<html><body>Bad Gateway</body></html>")
                .with("contentType", "text/html")
                .times(10));
    assertKind(() -> system().volume("0123456789abcdef", soon()), Kind.NOT_READY);
  }

  @Test
  void aRemovalThatGoesOnIsWaitedFor() {
    String id = create("vol");
    control().setAsynchronousRemoval(Duration.ofMillis(400));
    try {
      system().removeVolume(id, soon());
      // The second one meets the first, which goes on at the array.
      removeAgain(id);
    } finally {
      control().setAsynchronousRemoval(Duration.ZERO);
    }
    assertThat(listed()).isEmpty();
  }

  /** Gone when it comes: found gone, or waited for. */
  private void removeAgain(String id) {
    try {
      system().removeVolume(id, soon());
    } catch (GatewayException e) {
      assertThat(e.kind()).as(e.message()).isEqualTo(Kind.VOLUME_NOT_FOUND);
    }
  }

  /** Half an action's answer is answer enough: "200" was in it. */
  private static void assertEnds(Loss loss, Runnable call) {
    if (loss.committed) {
      call.run();
    } else {
      assertKind(call::run, Kind.OUTCOME_UNKNOWN);
    }
  }

  private static Deadline briefly(Loss loss) {
    return loss == Loss.TIME ? Deadline.after(Duration.ofSeconds(2)) : soon();
  }

  /** What the call costs the array, by kind of request. */
  private Map<String, Long> cost(Runnable call) {
    system().version(soon());
    control().resetCounters();
    call.run();
    return new TreeMap<>(control().counters());
  }

  /** A client of its own for each test, of an array without volumes. */
  private static final class EmulatedArray implements ContractArray {
    private final RunningEmulator emulator;
    private final String version;
    private final ScaleIoSystem system;

    EmulatedArray(RunningEmulator emulator, String version) {
      this.emulator = emulator;
      this.version = version;
      emulator.control().clearFaults();
      this.system =
          HttpScaleIoSystem.open(
              emulator.settings().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(3)));
      clear();
    }

    private void clear() {
      var volumes = new ArrayList<Volume>();
      system.forEachVolume(volumes::add, soon());
      for (Volume volume : volumes) {
        if (!volume.mappings().isEmpty()) {
          system.unmapAll(volume.id(), soon());
        }
        system.removeVolume(volume.id(), soon());
      }
    }

    @Override
    public ScaleIoSystem system() {
      return system;
    }

    @Override
    public GatewayVersion version() {
      String[] parts = version.split("\\.", 2);
      return new GatewayVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public List<String> sdcGuids() {
      return RunningEmulator.SDC_GUIDS;
    }

    @Override
    public String snapshot(String volumeId, String name) {
      return emulator.administrator().snapshot(volumeId, name);
    }

    @Override
    public void close() {
      emulator.control().clearFaults();
      clear();
      system.close();
    }
  }
}
