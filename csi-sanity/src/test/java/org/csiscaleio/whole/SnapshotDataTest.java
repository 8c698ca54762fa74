package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.csi.v1.VolumeGroupSnapshot;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What snapshots, clones, groups and larger volumes hold, byte by byte, while they are in use. */
@Tag("side-by-side")
@Tag("contained-too")
class SnapshotDataTest {
  private static final TaskData OLD = new TaskData(1);
  private static final TaskData NEW = new TaskData(2);
  private static final TaskData OTHER = new TaskData(3);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("SnapshotDataTest").plugins(2).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
  }

  private static VolumeContentSource of(Snapshot snapshot) {
    return VolumeContentSource.newBuilder()
        .setSnapshot(
            VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(snapshot.getSnapshotId()))
        .build();
  }

  private static VolumeContentSource of(VolumeUse volume) {
    return VolumeContentSource.newBuilder()
        .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(volume.id()))
        .build();
  }

  private static void delete(Snapshot snapshot, CsiClient client) {
    var _ =
        client
            .controller()
            .deleteSnapshot(
                DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot.getSnapshotId()).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext3", "xfs", "btrfs", "block"})
  void aSnapshotKeepsWhatItsSourceHeldAndClonesOfItGoTheirOwnWays(String fsType)
      throws IOException {
    CsiClient a = cluster.a().client();
    CsiClient b = cluster.b().client();
    VolumeUse source = cluster.useOnA(VolumeWish.of("source-" + fsType, 8, fsType));
    source.bringUp(a);
    OLD.write(source);
    Snapshot snapshot = source.snapshot("snap-" + fsType, a);
    assertThat(snapshot.getSizeBytes()).isEqualTo(8L << 30);
    NEW.write(source);

    // Larger than its source, on another host, while the source is in use.
    VolumeUse larger =
        cluster.useOnA(VolumeWish.of("larger-" + fsType, 24, fsType)).on(cluster.b().host());
    larger.createFrom(of(snapshot), b);
    assertThat(larger.volume().getCapacityBytes()).isEqualTo(24L << 30);
    larger.attach(b);
    assertHolds(OLD, larger);
    if (fsType.equals("xfs") || fsType.equals("btrfs")) {
      assertThat(space(larger)).isGreaterThan(20L << 30);
    }

    // Beside its source on the same host.
    VolumeUse beside = cluster.useOnA(VolumeWish.of("beside-" + fsType, 0, fsType));
    beside.createFrom(of(source), a);
    beside.attach(a);
    NEW.assertThere(beside);
    OTHER.write(beside);
    NEW.assertThere(source);

    // The snapshot is as it was.
    VolumeUse second = cluster.useOnA(VolumeWish.of("second-" + fsType, 0, fsType));
    second.createFrom(of(snapshot), a);
    second.attach(a);
    assertHolds(OLD, second);
    assertThat(listed(a))
        .containsExactlyInAnyOrder(source.id(), larger.id(), beside.id(), second.id());

    // Its source goes, then it goes; what was made of them stays.
    source.tearDown(a);
    delete(snapshot, a);
    assertHolds(OLD, second);
    OTHER.assertThere(beside);
    second.tearDown(a);
    beside.tearDown(a);
    larger.tearDown(b);
    Afterwards.nothingIsLeft(cluster);
  }

  /** A raw device that is larger than its source has the source's end somewhere in its middle. */
  private static void assertHolds(TaskData data, VolumeUse use) {
    if (!use.wish().isBlock() || use.volume().getCapacityBytes() == 8L << 30) {
      data.assertThere(use);
    } else {
      data.assertBeginningThere(use);
    }
  }

  private static long space(VolumeUse use) throws IOException {
    return Files.getFileStore(use.target()).getTotalSpace();
  }

  private static List<String> listed(CsiClient client) {
    return client
        .controller()
        .listVolumes(ListVolumesRequest.getDefaultInstance())
        .getEntriesList()
        .stream()
        .map(entry -> entry.getVolume().getVolumeId())
        .toList();
  }

  @Test
  void aGroupShowsAllItsVolumesAsTheyWereTogether() {
    CsiClient client = cluster.a().client();
    var uses = new ArrayList<VolumeUse>();
    for (String fsType : List.of("ext4", "xfs", "block")) {
      VolumeUse use = cluster.useOnA(VolumeWish.of("member-" + fsType, 8, fsType));
      use.bringUp(client);
      OLD.write(use);
      uses.add(use);
    }
    var request =
        CreateVolumeGroupSnapshotRequest.newBuilder()
            .setName("a group whose name is longer than any name that the array would take")
            .addAllSourceVolumeIds(uses.stream().map(VolumeUse::id).toList())
            .build();

    VolumeGroupSnapshot group =
        client.groupController().createVolumeGroupSnapshot(request).getGroupSnapshot();
    uses.forEach(NEW::write);

    assertThat(
            client
                .groupController()
                .createVolumeGroupSnapshot(request)
                .getGroupSnapshot()
                .getGroupSnapshotId())
        .isEqualTo(group.getGroupSnapshotId());
    assertThat(group.getSnapshotsList()).hasSize(3);
    for (VolumeUse use : uses) {
      Snapshot member =
          group.getSnapshotsList().stream()
              .filter(snapshot -> snapshot.getSourceVolumeId().equals(use.id()))
              .findFirst()
              .orElseThrow();
      VolumeUse clone =
          cluster.useOnA(VolumeWish.of("of-" + use.wish().name(), 0, use.wish().fsType()));
      clone.createFrom(of(member), client);
      clone.attach(client);
      OLD.assertThere(clone);
      clone.tearDown(client);
      NEW.assertThere(use);
    }
    var _ =
        client
            .groupController()
            .deleteVolumeGroupSnapshot(
                DeleteVolumeGroupSnapshotRequest.newBuilder()
                    .setGroupSnapshotId(group.getGroupSnapshotId())
                    .addAllSnapshotIds(
                        group.getSnapshotsList().stream().map(Snapshot::getSnapshotId).toList())
                    .build());
    assertThat(
            client
                .controller()
                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                .getEntriesList())
        .isEmpty();
    uses.forEach(use -> use.tearDown(client));
    Afterwards.nothingIsLeft(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs", "block"})
  void aVolumeGrowsWhileATaskUsesIt(String fsType) throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("online-" + fsType, 8, fsType));
    use.bringUp(client);
    OLD.write(use);

    var expanded = use.expand(16, client);
    assertThat(expanded.getCapacityBytes()).isEqualTo(16L << 30);
    assertThat(expanded.getNodeExpansionRequired()).isEqualTo(!use.wish().isBlock());
    for (int i = 0; i < 2; i++) {
      assertThat(use.nodeExpand(16, client)).isEqualTo(16L << 30);
    }

    if (use.wish().isBlock()) {
      OLD.assertBeginningThere(use);
    } else {
      assertThat(space(use)).isGreaterThan(14L << 30);
      OLD.assertThere(use);
    }
    assertThat(use.expand(8, client).getCapacityBytes()).isEqualTo(16L << 30);
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs"})
  void whatGrewWhileNobodyHadItIsUsedInFullWithoutTheNodeBeingAsked(String fsType)
      throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("offline-" + fsType, 8, fsType));
    use.bringUp(client);
    OLD.write(use);
    use.detach(client);

    use.expand(24, client);
    use.attach(client);

    assertThat(space(use)).isGreaterThan(20L << 30);
    OLD.assertThere(use);
    Path device = use.link().toRealPath();
    assertThat(device).exists();
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }
}
