package org.csiscaleio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.rig.Cluster;

/** The steps that take everything away. */
final class Ending {
  private final Cluster cluster;
  private final World world;
  private final Places places;

  Ending(Cluster cluster, World world) {
    this.cluster = cluster;
    this.world = world;
    this.places = new Places(cluster);
  }

  List<Supplier<Step<?>>> steps() {
    var steps = new ArrayList<Supplier<Step<?>>>();
    for (NodeSteps.Here here : NodeSteps.mapped(world)) {
      here.use().targets().keySet().forEach(target -> steps.add(() -> unpublish(here, target)));
      steps.add(() -> unstage(here));
      steps.add(() -> unmap(here));
    }
    world.volumes().forEach(volume -> steps.add(() -> delete(volume)));
    world.snapshots().forEach(snapshot -> steps.add(() -> delete(snapshot)));
    return steps;
  }

  private Step<?> unpublish(NodeSteps.Here here, int target) {
    var request =
        NodeUnpublishVolumeRequest.newBuilder()
            .setVolumeId(here.volume().id())
            .setTargetPath(places.target(here.host(), here.volume().name(), target).toString())
            .build();
    return Step.succeeds(
        "unpublish " + here.what(),
        () -> cluster.plugins().get(here.host()).client().node().nodeUnpublishVolume(request),
        answer -> {});
  }

  private Step<?> unstage(NodeSteps.Here here) {
    var request =
        NodeUnstageVolumeRequest.newBuilder()
            .setVolumeId(here.volume().id())
            .setStagingTargetPath(places.staging(here.host(), here.volume().name()).toString())
            .build();
    return Step.succeeds(
        "unstage " + here.what(),
        () -> cluster.plugins().get(here.host()).client().node().nodeUnstageVolume(request),
        answer -> {});
  }

  private Step<?> unmap(NodeSteps.Here here) {
    var request =
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVolumeId(here.volume().id())
            .setNodeId(cluster.hosts().get(here.host()).guid())
            .build();
    return Step.succeeds(
        "unpublish " + here.what(),
        () -> cluster.a().client().controller().controllerUnpublishVolume(request),
        answer -> {});
  }

  private Step<?> delete(KnownVolume volume) {
    var request = DeleteVolumeRequest.newBuilder().setVolumeId(volume.id()).build();
    return Step.succeeds(
        "delete " + volume.name(),
        () -> cluster.a().client().controller().deleteVolume(request),
        answer -> {});
  }

  private Step<?> delete(KnownSnapshot snapshot) {
    var request = DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot.id()).build();
    return Step.succeeds(
        "delete snapshot " + snapshot.name(),
        () -> cluster.a().client().controller().deleteSnapshot(request),
        answer -> {});
  }
}
