package org.csiscaleio.model;

import static io.grpc.Status.Code.ABORTED;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ListVolumesResponse;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.Volume;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.VolumeWish;

/** What is asked of the controller about volumes. */
final class Questions {
  private final Cluster cluster;
  private final World world;
  private final Choice choice;

  Questions(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
  }

  private ControllerBlockingStub controller() {
    return cluster.a().client().controller();
  }

  /** All volumes, in pages or not; or what cannot be listed. */
  Step<?> list() {
    if (choice.percent(5)) {
      var lost = ListVolumesRequest.newBuilder().setStartingToken("no-such-token").build();
      return Step.refused(
          "list volumes from a token that is none", () -> controller().listVolumes(lost), ABORTED);
    }
    if (choice.percent(5)) {
      var fewer = ListVolumesRequest.newBuilder().setMaxEntries(-1).build();
      return Step.refused(
          "list less than no volumes", () -> controller().listVolumes(fewer), INVALID_ARGUMENT);
    }
    int size = choice.of(0, 1, 3, 100);
    return Step.succeeds(
        "list volumes by " + size,
        () ->
            Pages.of(
                size,
                token -> {
                  var answer =
                      controller()
                          .listVolumes(
                              ListVolumesRequest.newBuilder()
                                  .setMaxEntries(size)
                                  .setStartingToken(token)
                                  .build());
                  return new Pages.Page<>(answer.getEntriesList(), answer.getNextToken());
                }),
        listed -> {
          assertThat(listed)
              .extracting(entry -> entry.getVolume().getVolumeId())
              .containsExactlyInAnyOrderElementsOf(
                  world.volumes().stream().map(KnownVolume::id).toList());
          listed.forEach(this::isTold);
        });
  }

  private void isTold(ListVolumesResponse.Entry entry) {
    isTold(entry.getVolume(), entry.getStatus().getPublishedNodeIdsList());
  }

  private void isTold(Volume volume, List<String> nodes) {
    KnownVolume known = world.volumeWithId(volume.getVolumeId()).orElseThrow();
    assertThat(volume.getCapacityBytes()).isEqualTo(known.gib() << 30);
    assertThat(nodes).containsExactlyInAnyOrderElementsOf(nodes(cluster, known));
  }

  /** The ids of the nodes it is mapped to. */
  static Set<String> nodes(Cluster cluster, KnownVolume volume) {
    return volume.uses().keySet().stream()
        .map(host -> cluster.hosts().get(host).guid())
        .collect(Collectors.toSet());
  }

  Step<?> get() {
    Optional<KnownVolume> volume = any();
    String id = volume.map(KnownVolume::id).orElseGet(this::unknownId);
    var request = ControllerGetVolumeRequest.newBuilder().setVolumeId(id).build();
    return volume.isEmpty()
        ? Step.refused(
            "get volume " + id, () -> controller().controllerGetVolume(request), NOT_FOUND)
        : Step.succeeds(
            "get volume " + volume.get().name(),
            () -> controller().controllerGetVolume(request),
            answer -> {
              assertThat(answer.getVolume().getVolumeId()).isEqualTo(id);
              isTold(answer.getVolume(), answer.getStatus().getPublishedNodeIdsList());
            });
  }

  Step<?> validate() {
    Optional<KnownVolume> volume = any();
    String id = volume.map(KnownVolume::id).orElseGet(this::unknownId);
    boolean possible = choice.percent(70);
    var capability =
        possible
            ? volume
                .map(known -> known.capability(Mode.SINGLE_NODE_WRITER))
                .orElseGet(() -> VolumeWish.of("", 0, VolumeWish.BLOCK).capability())
            : VolumeWish.of("", 0, "ext4").withMode(Mode.MULTI_NODE_MULTI_WRITER).capability();
    var request =
        ValidateVolumeCapabilitiesRequest.newBuilder()
            .setVolumeId(id)
            .addVolumeCapabilities(capability)
            .putAllVolumeContext(
                volume.map(known -> known.ask().limits().parameters()).orElse(Map.of()))
            .build();
    String what = "validate " + volume.map(KnownVolume::name).orElse(id);
    return volume.isEmpty()
        ? Step.refused(what, () -> controller().validateVolumeCapabilities(request), NOT_FOUND)
        : Step.succeeds(
            what,
            () -> controller().validateVolumeCapabilities(request),
            answer -> {
              assertThat(answer.hasConfirmed()).isEqualTo(possible);
              if (possible) {
                assertThat(answer.getConfirmed().getVolumeCapabilitiesList())
                    .containsExactly(capability);
              } else {
                assertThat(answer.getMessage()).isNotEmpty();
              }
            });
  }

  Step<?> capacity() {
    boolean known = choice.percent(80);
    var request = GetCapacityRequest.newBuilder();
    if (!known) {
      request.putParameters("storagepool", "no-such-pool");
    }
    return Step.succeeds(
        "capacity" + (known ? "" : " of no pool"),
        () -> controller().getCapacity(request.build()),
        answer -> {
          if (known) {
            assertThat(answer.getAvailableCapacity()).isPositive();
            assertThat(answer.getAvailableCapacity() % (8L << 30)).isZero();
            assertThat(answer.getMinimumVolumeSize().getValue()).isEqualTo(8L << 30);
          } else {
            assertThat(answer.getAvailableCapacity()).isZero();
          }
        });
  }

  private Optional<KnownVolume> any() {
    return world.volumes().isEmpty() || choice.percent(8)
        ? Optional.empty()
        : Optional.of(choice.of(world.volumes()));
  }

  private String unknownId() {
    return Names.unknownId(cluster, world, choice, List.of());
  }
}
