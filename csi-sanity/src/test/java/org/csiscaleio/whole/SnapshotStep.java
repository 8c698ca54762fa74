package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.csi.v1.VolumeGroupSnapshot;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;

/**
 * Calls about snapshots, clones, growth and limits that change something, each with what must be
 * there before it and what must be true after it, however often it was tried.
 */
enum SnapshotStep {
  TAKE(2) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      Snapshot snapshot = use.snapshot(snapshotName(use), client);
      assertThat(snapshot.getSourceVolumeId()).isEqualTo(use.id());
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(snapshots(client)).hasSize(1);
      assertThat(cluster.emulator().administrator().volumes()).hasSize(2);
    }
  },

  DELETE(2) {
    @Override
    void prepare(VolumeUse use, CsiClient client) {
      use.snapshot(snapshotName(use), client);
    }

    @Override
    void act(VolumeUse use, CsiClient client) {
      for (Snapshot snapshot : snapshots(client)) {
        var _ =
            client
                .controller()
                .deleteSnapshot(
                    DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot.getSnapshotId())
                        .build());
      }
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    }
  },

  TAKE_GROUP(2) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      assertThat(group(use, client).getSnapshotsList()).hasSize(1);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(snapshots(client)).hasSize(1);
      assertThat(cluster.emulator().administrator().volumes()).hasSize(2);
    }
  },

  DELETE_GROUP(2) {
    @Override
    void prepare(VolumeUse use, CsiClient client) {
      group(use, client);
    }

    @Override
    void act(VolumeUse use, CsiClient client) {
      List<String> groups =
          snapshots(client).stream().map(Snapshot::getGroupSnapshotId).distinct().toList();
      for (String group : groups) {
        var _ =
            client
                .groupController()
                .deleteVolumeGroupSnapshot(
                    DeleteVolumeGroupSnapshotRequest.newBuilder()
                        .setGroupSnapshotId(group)
                        .build());
      }
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    }
  },

  /** A clone that is larger than its source: two changes. */
  CLONE(3) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      makeClone(use, client);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(cluster.emulator().administrator().volumes())
          .hasSize(2)
          .extracting(ArrayVolume::sizeKib)
          .containsExactlyInAnyOrder(8L << 20, 16L << 20);
      VolumeUse clone = makeClone(use, client);
      clone.attach(client);
      DATA.assertThere(clone);
      clone.tearDown(client);
    }
  },

  EXPAND(2) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      assertThat(use.expand(16, client).getCapacityBytes()).isEqualTo(16L << 30);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(cluster.emulator().administrator().volumes())
          .extracting(ArrayVolume::sizeKib)
          .containsExactly(16L << 20);
    }
  },

  /** The record of the limits is made, the present mapping limited. */
  MODIFY(3) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      use.modify(Map.of("iopsLimit", "500", "bandwidthLimitInKbps", "10240"), client);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      assertThat(cluster.emulator().administrator().limits(use.id()))
          .isEqualTo(Map.of(use.host().guid(), List.of(500L, 10L)));
      assertThat(cluster.emulator().administrator().volumes()).hasSize(2);
    }
  },

  /** Node scope: a volume is made, then the record of its limits. */
  CREATE_LIMITED(3) {
    @Override
    void act(VolumeUse use, CsiClient client) {
      limited(use).create(client);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      VolumeUse limited = limited(use);
      limited.create(client);
      assertThat(cluster.emulator().administrator().volumes()).hasSize(3);
      limited.publish(client);
      assertThat(cluster.emulator().administrator().limits(limited.id()))
          .isEqualTo(Map.of(use.host().guid(), List.of(200L, 0L)));
      limited.unpublish(client);
      limited.delete(client);
      assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    }
  },

  NODE_EXPAND(2) {
    @Override
    void prepare(VolumeUse use, CsiClient client) {
      use.expand(16, client);
    }

    @Override
    void act(VolumeUse use, CsiClient client) {
      assertThat(use.nodeExpand(16, client)).isEqualTo(16L << 30);
    }

    @Override
    void assertDone(Cluster cluster, VolumeUse use, CsiClient client) {
      try {
        assertThat(Files.getFileStore(use.target()).getTotalSpace()).isGreaterThan(14L << 30);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  /** What the source holds all the time. */
  static final TaskData DATA = new TaskData(5);

  private final int fewestMoments;

  SnapshotStep(int fewestMoments) {
    this.fewestMoments = fewestMoments;
  }

  /**
   * The moments of a crash walk that there must be: one, and one for each effect. In node scope
   * growth has one effect more: the new name.
   */
  int fewestMoments(String scope) {
    return scope.equals("node") && this == EXPAND ? fewestMoments + 1 : fewestMoments;
  }

  /** What must be there before, beside the source, which is published and holds the data. */
  void prepare(VolumeUse use, CsiClient client) {}

  abstract void act(VolumeUse use, CsiClient client);

  abstract void assertDone(Cluster cluster, VolumeUse use, CsiClient client);

  /** Takes everything away again. */
  static void cleanUp(VolumeUse use, CsiClient client) {
    DATA.assertThere(use);
    DELETE.act(use, client);
    use.tearDown(client);
  }

  private static String snapshotName(VolumeUse use) {
    return "snap-" + use.wish().name();
  }

  private static List<Snapshot> snapshots(CsiClient client) {
    return client
        .controller()
        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
        .getEntriesList()
        .stream()
        .map(entry -> entry.getSnapshot())
        .toList();
  }

  private static VolumeGroupSnapshot group(VolumeUse use, CsiClient client) {
    return client
        .groupController()
        .createVolumeGroupSnapshot(
            CreateVolumeGroupSnapshotRequest.newBuilder()
                .setName("group-" + use.wish().name())
                .addSourceVolumeIds(use.id())
                .build())
        .getGroupSnapshot();
  }

  private static VolumeUse limited(VolumeUse use) {
    return new VolumeUse(
        use.wish().named("limited-" + use.wish().name(), 8).withParameter("iopsLimit", "200"),
        use.host());
  }

  private static VolumeUse makeClone(VolumeUse use, CsiClient client) {
    var clone = new VolumeUse(use.wish().named("clone-of-" + use.wish().name(), 16), use.host());
    clone.createFrom(
        VolumeContentSource.newBuilder()
            .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(use.id()))
            .build(),
        client);
    return clone;
  }
}
