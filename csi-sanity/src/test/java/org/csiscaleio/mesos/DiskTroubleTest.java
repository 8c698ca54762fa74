package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.mesos.provider.Offer;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that Mesos must not have, or not lose, whatever is done to them. */
@Tag("side-by-side")
class DiskTroubleTest extends MesosTest {
  /** RetryRpcWithExponentialBackoff; before 1.7.2 the operation fails and nothing leaks. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_6", "MESOS_1_7_3", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void troubleThatPassesIsWaitedOutFrom172On(Line line) {
    Agent agent = start(line);
    mesos().cluster().emulator().control().inject(resets("createVolume"));

    Operation created =
        agent.apply(
            Operation.createDisk(
                agent.offer().pool("thin").orElseThrow().ofBytes(ODD), Resource.Type.MOUNT));

    assertThat(agent.calls().names()).contains("CreateVolume=UNAVAILABLE");
    if (line.release().repeatsCreateAndDelete()) {
      mesos().cluster().emulator().control().inject(resets("removeVolume"));
      done(agent.apply(Operation.destroyDisk(done(created))));
      assertThat(agent.calls().names()).contains("DeleteVolume=UNAVAILABLE");
    } else {
      assertThat(created.status()).isEqualTo(Status.FAILED);
    }
    assertNothingLeft(host(line));
  }

  /** The pending operation is replayed under the same UUID, hence the same volume name. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_3", "MESOS_1_11"})
  void aDiskThatWasBeingMadeWhenTheAgentEndedIsMadeOnce(Line line) {
    Agent agent = start(line);
    var control = mesos().cluster().emulator().control();
    control.inject(Fault.late("createVolume", Duration.ofSeconds(1)));
    var pool = agent.offer().pool("thin").orElseThrow();

    var _ =
        agent
            .provider()
            .applyLater(
                agent.offer(), Operation.createDisk(pool.ofBytes(ODD), Resource.Type.MOUNT));
    Await.until("the request", Duration.ofSeconds(10), () -> control.pendingFaults() == 0);
    agent = restart(agent);

    Operation replayed = agent.provider().operations().getFirst();
    Resource disk = done(replayed);
    assertThat(mesos().array().volumes()).hasSize(1);
    assertThat(agent.offer().disks()).containsExactly(disk);
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** CreateDestroyPreprovisionedVolume. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "MESOS_1_5",
        "MESOS_1_6",
        "MESOS_1_7_1",
        "MESOS_1_7_3",
        "MESOS_1_11",
        "MESOS_1_11_ON_V0"
      })
  void anImportedVolumeIsUsedAndNeverDeleted(Line line) {
    ArrayVolume volume = preProvisioned();
    Agent agent = start(line);
    Resource raw = rawDisk(agent, volume);
    assertThat(raw.profile()).isEmpty();
    assertThat(raw.bytes()).isEqualTo(8 * GIB);

    Resource disk =
        done(
            agent.apply(
                line.release().importsWithTargetProfile()
                    ? Operation.importDisk(raw, Resource.Type.MOUNT, "thin")
                    : Operation.createDisk(raw, Resource.Type.MOUNT)));
    Task task = agent.launch("user", disk);
    assertThat(task.volume(0)).isDirectory();
    task.end();
    Operation destroyed = agent.apply(Operation.destroyDisk(disk));

    if (line.release().deletesImportedVolumes()) {
      assertThat(destroyed.status()).isEqualTo(Status.FAILED);
      assertThat(destroyed.message()).contains("FAILED_PRECONDITION");
    } else {
      assertThat(done(destroyed).id()).isEqualTo(raw.id());
    }
    assertThat(mesos().array().volume(volume.id()).orElseThrow().mappedTo()).isEmpty();
    assertThat(MesosCluster.mounts(host(line))).isEmpty();
  }

  /** MESOS-9540: RAW disks can be destroyed from 1.7.3 on. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_7_3", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void aPreExistingDiskThatWasNeverUsedIsNotDeletedEither(Line line) {
    ArrayVolume volume = preProvisioned();
    Agent agent = start(line);

    Operation destroyed = agent.apply(Operation.destroyDisk(rawDisk(agent, volume)));

    assertThat(destroyed.status()).isEqualTo(Status.FAILED);
    assertThat(mesos().array().volume(volume.id())).isPresent();
    assertThat(agent.offer().disks()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_7_3", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void aNeighboursDiskIsNeitherOfferedNorDeleted(Line line) {
    Agent neighbour = start(Line.MESOS_1_9);
    Resource theirs = disk(neighbour, ODD);
    Agent agent = start(line);
    assertThat(agent.offer().disks()).isEmpty();

    Resource forged = agent.offer().pool("thin").orElseThrow();
    Operation destroyed = agent.apply(Operation.destroyDisk(foreign(forged, theirs)));

    assertThat(destroyed.status()).isEqualTo(Status.FAILED);
    assertThat(destroyed.message()).contains("FAILED_PRECONDITION");
    assertThat(mesos().array().volume(theirs.id().orElseThrow())).isPresent();
    done(neighbour.apply(Operation.destroyDisk(theirs)));
  }

  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_1", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void aDiskThatIsMappedElsewhereStaysUntilItIsNot(Line line) {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    String id = disk.id().orElseThrow();
    var other = mesos().cluster().hosts().get(11);
    mesos().array().map(id, other);

    Operation refused = agent.apply(Operation.destroyDisk(disk));

    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.message()).contains("FAILED_PRECONDITION").contains(other.name());
    assertThat(agent.offer().disks()).containsExactly(disk);
    mesos().array().unmapEverywhere(id);
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** RecoverDiskWithChangedMetadata, RecoverDuplicatedVolumes: there is nothing that changes. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_3", "MESOS_1_8_0", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void whateverHappensToAVolumeOnTheArrayItIsListedAsItWasCreated(Line line) {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    String id = disk.id().orElseThrow();
    Offer before = agent.offer();

    mesos().array().grow(id, 24);
    mesos().array().map(id, mesos().cluster().hosts().get(11));
    String snapshot = mesos().array().snapshot(id, "snapshot-of-" + line);
    waitForRefresh();
    agent = restart(agent);

    assertThat(agent.offer().resources().isSameAs(before.resources())).isTrue();
    assertThat(agent.provider().warnings()).isEmpty();
    mesos().array().unmapEverywhere(id);
    mesos().array().remove(snapshot);
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** One failure would end the periodic reconciliation until the agent is restarted. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_9", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void aGatewayThatIsAwayEndsNoReconciliation(Line line) {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    agent.provider().reconcileNow();
    Offer before = agent.offer();
    mesos().cluster().emulator().control().inject(Fault.once("*", Action.RESET).times(100_000));
    waitForRefresh();

    agent.provider().reconcileNow();
    agent.provider().reconcileNow();

    assertThat(agent.provider().reconcilesNoMore()).isFalse();
    assertThat(agent.offer()).isEqualTo(before);
    mesos().cluster().emulator().control().clearFaults();
    done(agent.apply(Operation.destroyDisk(disk)));
  }

  /**
   * A profile that nobody can satisfy has no pool, and does not keep the provider from starting.
   */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_6", "MESOS_1_7_3", "MESOS_1_11"})
  void aProfileThatIsNotSupportedOffersNothing(Line line) {
    var wrong =
        new DiskProfile("wrong", new Capability(false, "ext4", List.of(), 5), java.util.Map.of());
    var flags = flags(line);
    flags.adaptor().set(List.of(THIN, wrong));

    Agent agent = start(host(line), flags);

    assertThat(agent.offer().pool("wrong")).isEmpty();
    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
    assertThat(agent.calls().names()).filteredOn("GetCapacity"::equals).hasSize(2);
  }

  private static Fault resets(String kind) {
    return Fault.once(kind, Action.RESET).times(3);
  }

  private static ArrayVolume preProvisioned() {
    mesos().cluster().emulator().control().makeVolumes(1, "sp1", "pre-", 8);
    waitForRefresh();
    return mesos().array().volumes().getFirst();
  }

  private static Resource rawDisk(Agent agent, ArrayVolume volume) {
    List<Resource> disks = agent.offer().disks();
    assertThat(disks).hasSize(1);
    assertThat(disks.getFirst().id().orElseThrow()).endsWith(volume.id());
    return disks.getFirst();
  }

  /** What a framework could only make up. */
  private static Resource foreign(Resource likePool, Resource theirs) {
    return new Resource(
        Resource.Type.RAW,
        theirs.thousandths(),
        Optional.empty(),
        likePool.vendor(),
        theirs.id(),
        theirs.metadata(),
        "",
        List.of(),
        "");
  }

  /** The plugins' lists are as old as their refresh at most. */
  private static void waitForRefresh() {
    long begin = System.nanoTime();
    Await.until(
        "two refreshes",
        Duration.ofSeconds(10),
        () -> System.nanoTime() - begin > Duration.ofMillis(2200).toNanos());
  }
}
