package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plugin is for: a task's data on a volume, from nothing to nothing. */
@Tag("side-by-side")
@Tag("contained-too")
class MainJobTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("MainJobTest").plugins(2).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, false",
    "ext4, true",
    "ext3, false",
    "xfs, false",
    "xfs, true",
    "btrfs, false",
    "block, false",
    "block, true",
  })
  void dataOutlivesThePluginAndTheHost(String fsType, boolean thick) {
    VolumeUse onA =
        cluster.useOnA(
            VolumeWish.of("main-" + fsType + "-" + thick, 10, fsType)
                .withParameter("thickprovisioning", Boolean.toString(thick)));
    var data = new TaskData(fsType.hashCode());

    onA.bringUp(cluster.a().client());
    assertThat(Afterwards.theVolume(cluster, onA).type())
        .isEqualTo(thick ? "ThickProvisioned" : "ThinProvisioned");
    Afterwards.isPublished(onA);
    data.write(onA);

    cluster.a().sigkill();
    cluster.a().restart();
    data.assertThere(onA);
    everythingMayBeSaidAgain(onA, cluster.a().client());
    data.assertThere(onA);

    cluster.hostDies(onA.host());
    onA.unpublish(cluster.b().client());
    VolumeUse onB = onA.on(cluster.b().host());
    onB.attach(cluster.b().client());
    data.assertThere(onB);
    Afterwards.isMapped(cluster, onB);

    everythingMayBeTakenBackAgain(onB, cluster.b().client());
    cluster.hostReturns(onA.host());
    Afterwards.nothingIsLeft(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext3", "xfs", "btrfs"})
  void aReadOnlyPublishShowsTheDataAndTakesNone(String fsType) throws Exception {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("read-only-" + fsType, 8, fsType));
    var data = new TaskData(7);
    use.bringUp(client);
    data.write(use);
    use.nodeUnpublish(client);

    VolumeUse reader = use.asReadOnly();
    reader.publish(client);
    reader.nodePublish(client);

    data.assertThere(reader);
    assertThat(MountTable.now().only(reader.target()).orElseThrow().readOnly()).isTrue();
    assertThatThrownBy(() -> Files.writeString(reader.target().resolve("new"), "x"))
        .hasMessageContaining("Read-only file system");

    reader.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aVolumeWithoutASizeAndAFileSystemGetsTheDefaults() {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("defaults", 0, ""));

    use.bringUp(client);

    assertThat(use.volume().getCapacityBytes()).isPositive().isEqualTo(deviceBytes(use));
    assertThat(MountTable.now().only(use.target()).orElseThrow().type()).isEqualTo("ext4");
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  private static long deviceBytes(VolumeUse use) {
    return Afterwards.theVolume(cluster, use).sizeKib() << 10;
  }

  private static void everythingMayBeSaidAgain(VolumeUse use, CsiClient client) {
    var volume = use.volume();
    assertThat(use.create(client)).isEqualTo(volume);
    var context = use.publish(client);
    assertThat(use.publish(client)).isEqualTo(context).isNotEmpty();
    use.stage(client);
    use.nodePublish(client);
    Afterwards.isMapped(cluster, use);
    Afterwards.isStaged(use);
    Afterwards.isPublished(use);
  }

  private static void everythingMayBeTakenBackAgain(VolumeUse use, CsiClient client) {
    for (int i = 0; i < 2; i++) {
      use.nodeUnpublish(client);
      Afterwards.isNotPublished(use);
    }
    for (int i = 0; i < 2; i++) {
      use.unstage(client);
      Afterwards.isNotStaged(use);
    }
    for (int i = 0; i < 2; i++) {
      use.unpublish(client);
      assertThat(Afterwards.theVolume(cluster, use).mappedTo()).isEmpty();
    }
    for (int i = 0; i < 2; i++) {
      use.delete(client);
    }
  }
}
