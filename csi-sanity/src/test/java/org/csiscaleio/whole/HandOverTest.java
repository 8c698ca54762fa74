package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.rig.ArrayAdministrator;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.PluginProcess;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host dies; its volumes, with what tasks wrote, go to another one. */
@Tag("side-by-side")
class HandOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Cluster cluster;
  private static String transcript = "";

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("HandOverTest")
            .plugins(2)
            .setting("scope", "node")
            .setting("quota", "512")
            .setting("refresh", "1s")
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    Figures.keep("hand-over", transcript);
    cluster.close();
  }

  @Tag("contained-too")
  @Test
  void aDeadHostsVolumesAreUsedOnAnotherWithTheirData() throws IOException {
    SimulatedHost dead = cluster.a().host();
    SimulatedHost heir = cluster.b().host();
    String from = dead.guid() + "/default";
    String to = heir.guid() + "/default";
    List<VolumeUse> uses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      VolumeUse use = cluster.useOnA(VolumeWish.of(UUID.randomUUID().toString(), 9 + i, "ext4"));
      use.create(cluster.a().client());
      uses.add(use);
    }
    VolumeUse written = uses.getFirst();
    written.attach(cluster.a().client());
    Files.writeString(
        written.target().resolve("data"),
        "what a task wrote",
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);

    // While the host lives nobody gets them.
    assertThat(volumes("hand-over", "--from", from, "--to", to, "--yes")).isEqualTo(1);
    assertThat(ids(cluster.a())).hasSize(3);

    cluster.hostDies(dead);
    assertThat(volumes("list")).isZero();
    assertThat(volumes("hand-over", "--from", from, "--to", to)).isEqualTo(1);
    assertThat(volumes("hand-over", "--from", from, "--to", to, "--unmap-disconnected")).isZero();
    assertThat(ids(cluster.b())).isEmpty();

    // Killed in the middle, then again.
    cluster
        .emulator()
        .control()
        .inject(Fault.once("setVolumeName", Fault.Action.HANG).with("skip", 1));
    RunningProgram cut =
        start("hand-over", "--from", from, "--to", to, "--unmap-disconnected", "--yes");
    Await.until("one volume to have changed hands", PATIENCE, () -> ids(cluster.b()).size() == 1);
    cut.sigkill();
    cluster.emulator().control().clearFaults();
    assertThat(volumes("hand-over", "--from", from, "--to", to, "--unmap-disconnected", "--yes"))
        .isZero();

    Await.until("the heir to see all three", PATIENCE, () -> ids(cluster.b()).size() == 3);
    assertThat(volumes("list")).isZero();
    VolumeUse inherited = written.on(heir);
    inherited.attach(cluster.b().client());
    assertThat(inherited.target().resolve("data")).hasContent("what a task wrote");
    inherited.detach(cluster.b().client());

    // The dead one comes back, and has nothing.
    cluster.hostReturns(dead);
    assertThat(ids(cluster.a())).isEmpty();
    for (VolumeUse use : uses) {
      use.delete(cluster.b().client());
    }
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aVolumeIsAdoptedUsedAndReleased() throws IOException {
    cluster.emulator().control().makeVolumes(1, "sp1", "legacy-", 16);
    String name = cluster.emulator().administrator().volumes().getFirst().name();
    String owner = cluster.a().host().guid() + "/default";
    assertThat(volumes("adopt", name, "--to", owner, "--yes")).isZero();
    Await.until("the adopted volume", PATIENCE, () -> ids(cluster.a()).size() == 1);
    assertThat(ids(cluster.b())).isEmpty();
    String id = ids(cluster.a()).getFirst();
    assertThat(volumes("release", id, "--from", owner, "--name", name, "--yes")).isZero();
    Await.until("the volume to go", PATIENCE, () -> ids(cluster.a()).isEmpty());
    assertThat(cluster.emulator().administrator().volumes())
        .singleElement()
        .satisfies(volume -> assertThat(volume.name()).isEqualTo(name));
    cluster.emulator().administrator().remove(id);
  }

  @Test
  void whatNobodyOwnsIsFoundAndRemovedOnlyWhenItIsNamed() throws IOException {
    VolumeUse use = cluster.useOnA(VolumeWish.of("source", 8, "ext4"));
    use.create(cluster.a().client());
    String snapshot =
        ArrayAdministrator.arrayId(use.snapshot("kept", cluster.a().client()).getSnapshotId());
    use.delete(cluster.a().client());

    assertThat(volumes("orphans")).isZero();
    assertThat(transcript).contains("snapshot  " + snapshot, "of a volume that is gone");
    assertThat(volumes("orphans", "--remove", snapshot)).isZero();
    assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    assertThat(volumes("orphans", "--remove", snapshot, "--yes")).isZero();
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  private static int volumes(String... arguments) throws IOException {
    RunningProgram program = start(arguments);
    int status = program.waitForEnd(PATIENCE);
    transcript += "$ csi-scaleio volumes " + String.join(" ", arguments) + "\n";
    transcript += Files.readString(program.log()) + "[" + status + "]\n\n";
    return status;
  }

  private static RunningProgram start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("csiscaleio.plugin"));
    command.add("volumes");
    command.addAll(List.of(arguments));
    command.add("--config");
    command.add(
        cluster.b().host().directory().resolve("plugin").resolve("csi-scaleio.yaml").toString());
    var log = cluster.logs().resolve("volumes-" + System.nanoTime() + ".log");
    return RunningProgram.start("csi-scaleio volumes", command, Map.of(), log);
  }

  private static List<String> ids(PluginProcess plugin) {
    return plugin
        .client()
        .controller()
        .listVolumes(ListVolumesRequest.getDefaultInstance())
        .getEntriesList()
        .stream()
        .map(entry -> entry.getVolume().getVolumeId())
        .toList();
  }
}
