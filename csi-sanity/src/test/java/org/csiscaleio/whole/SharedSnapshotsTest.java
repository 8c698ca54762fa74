package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots, clones and growth where several plugins in node scope share one array. */
@Tag("side-by-side")
class SharedSnapshotsTest {
  private static final TaskData OLD = new TaskData(21);
  private static final TaskData NEW = new TaskData(22);
  private static final long GIB = 1L << 30;

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("SharedSnapshotsTest")
            .plugins(2)
            .setting("scope", "node")
            .setting("quota", "sp1=256")
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs"})
  void aPluginsVolumesAreClonedRestoredAndGrownAmongItselfAlone(String fsType) throws IOException {
    CsiClient a = cluster.a().client();
    VolumeUse source = cluster.useOnA(VolumeWish.of("source-" + fsType, 9, fsType));
    VolumeUse others =
        cluster.useOnA(VolumeWish.of("source-" + fsType, 9, fsType)).on(cluster.b().host());
    others.create(cluster.b().client());
    Snapshot theirs = others.snapshot("snap", cluster.b().client());
    source.bringUp(a);
    OLD.write(source);
    Snapshot snapshot = source.snapshot("snap", a);
    NEW.write(source);

    VolumeUse clone = cluster.useOnA(VolumeWish.of("clone-" + fsType, 17, fsType));
    clone.createFrom(of(source), a);
    clone.attach(a);
    VolumeUse restored = cluster.useOnA(VolumeWish.of("restored-" + fsType, 16, fsType));
    restored.createFrom(of(snapshot), a);
    restored.attach(a);
    assertThat(source.expand(18, a).getCapacityBytes()).isEqualTo(18 * GIB);
    assertThat(source.nodeExpand(18, a)).isGreaterThanOrEqualTo(18 * GIB);

    NEW.assertThere(clone);
    OLD.assertThere(restored);
    NEW.assertThere(source);
    assertThat(space(clone)).isGreaterThan(17 * GIB);
    assertThat(space(source)).isGreaterThan(18 * GIB);
    var sizes = Map.of(source.id(), 18 * GIB, clone.id(), 17 * GIB, restored.id(), 16 * GIB);
    assertThat(listed(a)).isEqualTo(sizes);
    cluster.a().sigkill();
    cluster.a().restart();
    CsiClient again = cluster.a().client();
    assertThat(listed(again)).isEqualTo(sizes);

    source.tearDown(again);
    delete(snapshot, again);
    clone.tearDown(again);
    restored.tearDown(again);
    assertThat(
            again
                .controller()
                .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
                .getEntriesList())
        .isEmpty();
    delete(theirs, cluster.b().client());
    others.delete(cluster.b().client());
    Afterwards.nothingIsLeft(cluster);
  }

  private static void delete(Snapshot snapshot, CsiClient client) {
    var _ =
        client
            .controller()
            .deleteSnapshot(
                DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot.getSnapshotId()).build());
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

  private static long space(VolumeUse use) throws IOException {
    return Files.getFileStore(use.target()).getTotalSpace();
  }

  private static Map<String, Long> listed(CsiClient client) {
    var sizes = new TreeMap<String, Long>();
    client
        .controller()
        .listVolumes(ListVolumesRequest.getDefaultInstance())
        .getEntriesList()
        .forEach(e -> sizes.put(e.getVolume().getVolumeId(), e.getVolume().getCapacityBytes()));
    return sizes;
  }
}
