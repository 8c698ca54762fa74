package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.csiscaleio.mesos.provider.Offer;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A disk's life under each Mesos: what its own tests of the storage resource provider demand
 * (storage_local_resource_provider_tests.cpp), with our plugin in place of theirs. 1.8.1 and 1.9
 * treat volumes as 1.8.0 and 1.11 do.
 */
@Tag("side-by-side")
class DiskLifeTest extends MesosTest {
  /** CreateDestroyDiskWithRecovery. */
  @ParameterizedTest
  @EnumSource
  void aDiskIsOfferedTheSameAfterAnAgentRestart(Line line) {
    Agent agent = start(line);
    Offer before = agent.offer();

    Resource disk = disk(agent, ODD);
    Offer with = agent.offer();
    agent = restart(agent);

    assertThat(agent.offer().resources().isSameAs(with.resources())).isTrue();
    assertThat(agent.provider().warnings()).isEmpty();

    done(agent.apply(Operation.destroyDisk(disk)));
    agent = restart(agent);

    assertThat(agent.offer().resources().isSameAs(before.resources())).isTrue();
    assertNothingLeft(host(line));
  }

  /** CreateDestroyPersistentMountVolumeWithReboot. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MESOS_1_8_1", "MESOS_1_9"})
  void aPersistentVolumeKeepsItsDataThroughAReboot(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = done(agent.apply(Operation.reserve(disk(agent, ODD), "storage")));
    Resource volume = done(agent.apply(Operation.create(disk, "pv1")));
    Task task = agent.launch("before", volume);
    Files.writeString(task.volume(0).resolve("data"), "precious");
    sync(task);

    stop(agent);
    mesos().reboot(host(line));
    agent = start(line);
    assertThat(agent.provider().warnings()).isEmpty();
    Task again = agent.launch("after", volume);

    assertThat(again.volume(0).resolve("data")).hasContent("precious");
    assertThat(agent.calls().names()).doesNotContain("ControllerPublishVolume");

    again.end();
    done(agent.apply(Operation.destroy(volume)));
    done(agent.apply(Operation.unreserve(disk)));
    done(agent.apply(Operation.destroyDisk(agent.offer().disks().getFirst())));
    assertNothingLeft(host(line));
  }

  /** PublishUnpublishResourcesPluginKilled. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MESOS_1_8_1", "MESOS_1_9"})
  void tasksKeepTheirVolumesWhileThePluginIsKilled(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    agent.crashPlugin();
    Task task = agent.launch("first", disk);
    Files.writeString(task.volume(0).resolve("data"), "precious");

    agent.crashPlugin();

    assertThat(task.volume(0).resolve("data")).hasContent("precious");
    agent.calls().clear();
    Task second = agent.launch("second", disk);
    assertThat(second.volume(0).resolve("data")).hasContent("precious");
    assertThat(agent.calls().names()).doesNotContain("NodePublishVolume");

    task.end();
    second.end();
    agent.crashPlugin();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** AgentFailoverPluginKilled; in 1.5 and 1.6 the stale socket is called while we still start. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MESOS_1_8_1", "MESOS_1_9"})
  void anAgentComesBackAfterItsPluginWasKilledMeanwhile(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    Task task = agent.launch("first", disk);
    Files.writeString(task.volume(0).resolve("data"), "precious");
    stop(agent);
    agent.killPlugin();
    assertThat(agent.services().socket()).exists();

    agent = start(line);

    Task second = agent.launch("second", disk);
    assertThat(second.volume(0).resolve("data")).hasContent("precious");
    task.end();
    second.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** AgentRegisteredWithNewId. */
  @ParameterizedTest
  @EnumSource
  void aDiskComesBackAsAPreExistingOneWhenTheAgentGetsANewId(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    Task task = agent.launch("first", disk);
    Files.writeString(task.volume(0).resolve("data"), "precious");
    task.end();
    stop(agent);
    host(line).machine().loseMetaDirectory();

    agent = start(line);

    List<Resource> raw = agent.offer().disks();
    assertThat(raw).hasSize(1);
    assertThat(raw.getFirst().type()).isEqualTo(Resource.Type.RAW);
    assertThat(raw.getFirst().profile()).isEmpty();
    assertThat(raw.getFirst().bytes()).isEqualTo(ODD);
    Resource imported = imported(agent, raw.getFirst());
    Task again = agent.launch("again", imported);
    assertThat(again.volume(0).resolve("data")).hasContent("precious");
    again.end();
    done(agent.apply(Operation.destroyDisk(imported)));
    assertThat(mesos().array().volumes()).hasSize(line.release().deletesImportedVolumes() ? 0 : 1);
  }

  /** 1.5 and 1.6 import with a default capability, later releases with a profile's. */
  private static Resource imported(Agent agent, Resource raw) {
    return done(
        agent.apply(
            agent.flags().release().importsWithTargetProfile()
                ? Operation.importDisk(raw, Resource.Type.MOUNT, THIN.name())
                : Operation.createDisk(raw, Resource.Type.MOUNT)));
  }

  private static void sync(Task task) throws Exception {
    new ProcessBuilder("sync", "-f", task.volume(0).toString()).start().waitFor();
  }
}
