package org.csiscaleio.model;

import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static io.grpc.Status.Code.OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.csiscaleio.csi.v1.ControllerExpandVolumeRequest;
import org.csiscaleio.csi.v1.ControllerExpandVolumeResponse;
import org.csiscaleio.csi.v1.ControllerModifyVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.Cluster;

/** Volumes that are deleted, made larger, and limited. */
final class VolumeSteps {
  private static final long MOST_GIB = 1 << 20;

  private final Cluster cluster;
  private final World world;
  private final Choice choice;

  VolumeSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
  }

  /** Deletes a volume, or what is not there. */
  Step<?> delete() {
    Optional<KnownVolume> volume = any(10);
    String id = volume.map(KnownVolume::id).orElseGet(this::unknownId);
    var request = DeleteVolumeRequest.newBuilder().setVolumeId(id).build();
    String what = "delete " + volume.map(KnownVolume::name).orElse(id);
    if (volume.filter(KnownVolume::isMapped).isPresent()) {
      return Step.refused(
          what, () -> cluster.a().client().controller().deleteVolume(request), FAILED_PRECONDITION);
    }
    return Step.succeeds(
        what,
        () -> cluster.a().client().controller().deleteVolume(request),
        answer -> volume.ifPresent(world::remove));
  }

  /** Asks for more, or for what is there already, or for what cannot be. */
  Step<?> expand() {
    Optional<KnownVolume> volume = any(5);
    String id = volume.map(KnownVolume::id).orElseGet(this::unknownId);
    long present = volume.map(KnownVolume::gib).orElse(8L);
    long required =
        choice.percent(4)
            ? MOST_GIB + 8
            : choice.of(1L, present, present + 1, present + 8, Math.max(8, present - 8));
    long limit =
        choice.percent(70) ? 0 : Math.max(required, choice.of(required + 7, present, present + 16));
    var request = ControllerExpandVolumeRequest.newBuilder().setVolumeId(id);
    request.getCapacityRangeBuilder().setRequiredBytes(required << 30).setLimitBytes(limit << 30);
    boolean saysHow = volume.isPresent() && choice.percent(70);
    if (saysHow) {
      request.setVolumeCapability(volume.get().capability(Mode.SINGLE_NODE_WRITER));
    }
    boolean raw = saysHow && volume.get().ask().isBlock();
    String what =
        "expand %s to %d..%d GiB"
            .formatted(volume.map(KnownVolume::name).orElse(id), required, limit);
    return expand(what, request.build(), volume, required, limit, raw);
  }

  private Step<ControllerExpandVolumeResponse> expand(
      String what,
      ControllerExpandVolumeRequest request,
      Optional<KnownVolume> volume,
      long required,
      long limit,
      boolean raw) {
    if (volume.isEmpty()) {
      // What nobody could ever make need not be looked up.
      Set<Status.Code> codes =
          required > MOST_GIB ? Set.of(NOT_FOUND, OUT_OF_RANGE) : Set.of(NOT_FOUND);
      return new Step<>(what, () -> expanded(request), Optional.empty(), codes);
    }
    long present = volume.get().gib();
    long gib = Math.max(present, Math.ceilDiv(required, 8L) * 8);
    Consumer<ControllerExpandVolumeResponse> done =
        answer -> {
          assertThat(answer.getCapacityBytes()).isEqualTo(gib << 30);
          assertThat(answer.getNodeExpansionRequired()).isEqualTo(!raw);
          world.put(volume.get().grown(gib));
        };
    if (required <= present) {
      return limit == 0 || limit >= present
          ? Step.succeeds(what, () -> expanded(request), done)
          : Step.either(what, () -> expanded(request), done, OUT_OF_RANGE);
    }
    return gib > MOST_GIB || (limit != 0 && gib > limit)
        ? Step.refused(what, () -> expanded(request), OUT_OF_RANGE)
        : Step.succeeds(what, () -> expanded(request), done);
  }

  private ControllerExpandVolumeResponse expanded(ControllerExpandVolumeRequest request) {
    return cluster.a().client().controller().controllerExpandVolume(request);
  }

  /** Changes limits, or tries to. */
  Step<?> modify() {
    Optional<KnownVolume> volume = any(5);
    String id = volume.map(KnownVolume::id).orElseGet(this::unknownId);
    Limits limits = Limits.any(choice);
    var request =
        ControllerModifyVolumeRequest.newBuilder()
            .setVolumeId(id)
            .putAllMutableParameters(limits.parameters());
    String what = "modify " + volume.map(KnownVolume::name).orElse(id) + " " + limits;
    if (choice.percent(8)) {
      request.putMutableParameters(choice.of("iopsLimit", "fsType", "colour"), "7");
      return Step.refused(
          what + " with what is no limit", () -> modified(request.build()), INVALID_ARGUMENT);
    }
    return volume.isEmpty()
        ? Step.refused(what, () -> modified(request.build()), NOT_FOUND)
        : Step.succeeds(
            what,
            () -> modified(request.build()),
            answer -> world.put(volume.get().limited(limits.over(volume.get().changed()))));
  }

  private Object modified(ControllerModifyVolumeRequest request) {
    return cluster.a().client().controller().controllerModifyVolume(request);
  }

  /** A volume, or none in so many of a hundred cases and when there is none. */
  private Optional<KnownVolume> any(int percentNone) {
    return world.volumes().isEmpty() || choice.percent(percentNone)
        ? Optional.empty()
        : Optional.of(choice.of(world.volumes()));
  }

  private String unknownId() {
    return Names.unknownId(cluster, world, choice, List.of());
  }
}
