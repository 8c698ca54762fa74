package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.rpc.Rig.GUID;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;
import static org.csiscaleio.operation.Failure.Code.OUT_OF_RANGE;

import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.csi.v01.CapacityRange;
import org.csiscaleio.csi.v01.ListVolumesRequest;
import org.csiscaleio.csi.v01.VolumeCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Three bindings onto one service: what one of them began, another goes on with. */
class GenerationsTest {
  private static final long GIB = 1L << 30;
  private static final Map<String, String> PARAMETERS = Map.of("fsType", "xfs");

  private final Rig rig = new Rig();

  static Stream<Arguments> pairs() {
    return Stream.of(Speech.values())
        .flatMap(one -> Stream.of(Speech.values()).map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest(name = "{0} then {1}")
  @MethodSource("pairs")
  void aVolumeMadeAndPublishedThroughOneIsTheSameToAnother(Speech one, Speech other) {
    Speech.Made made = one.create(rig, "data", 16 * GIB, PARAMETERS);

    assertThat(other.create(rig, "data", 16 * GIB, PARAMETERS)).isEqualTo(made);
    assertThat(other.list(rig)).isEqualTo(one.list(rig)).hasSize(1);
    assertThat(other.list(rig).getFirst().id()).isEqualTo(made.id());

    Map<String, String> published = one.publish(rig, made);
    assertThat(published).containsEntry("sizeKib", "16777216");
    assertThat(other.publish(rig, made)).isEqualTo(published);

    assertThat(other.isSupported(rig, made)).isTrue();
    other.unpublish(rig, made);
    other.delete(rig, made);
    one.delete(rig, made);
    assertThat(rig.system.array().volumes()).isEmpty();
    assertThat(one.list(rig)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void allSeeTheSameRoom(Speech speech) {
    assertThat(speech.capacity(rig, PARAMETERS)).isEqualTo(Speech.V1.capacity(rig, PARAMETERS));
    assertThat(speech.capacity(rig, Map.of("storagePool", "nowhere"))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void volumesThatAreNotThereAreDeletedAndUnpublishedAlready(Speech speech) {
    var gone = new Speech.Made("no-such-volume", 0, Map.of());

    speech.delete(rig, gone);
    speech.unpublish(rig, gone);
  }

  @Test
  void whatAVolumeCannotDoIsSaidNotFailed() {
    Speech.Made made = Speech.V1.create(rig, "data", 8 * GIB, Map.of());
    var sharedWriters =
        VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.getDefaultInstance())
            .setAccessMode(
                VolumeCapability.AccessMode.newBuilder()
                    .setMode(VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER));

    var answer =
        call(
            rig.v01::validateVolumeCapabilities,
            org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId(made.id())
                .addVolumeCapabilities(sharedWriters)
                .build());

    assertThat(answer.getSupported()).isFalse();
    assertThat(answer.getMessage()).contains("MULTI_NODE_MULTI_WRITER");
  }

  @Test
  void modesThatCameLaterAreUnknownToOlderGenerations() {
    var request =
        org.csiscaleio.csi.v0.ControllerPublishVolumeRequest.newBuilder()
            .setVolumeId("1")
            .setNodeId(GUID);
    request
        .getVolumeCapabilityBuilder()
        .setMount(org.csiscaleio.csi.v0.VolumeCapability.MountVolume.getDefaultInstance())
        .getAccessModeBuilder()
        .setModeValue(7);

    assertRefused(
        INVALID_ARGUMENT, rig.v0::controllerPublishVolume, request.build(), "access_mode", "7");
  }

  @Test
  void sizesOfCsi01AreUnsigned() {
    var huge = CapacityRange.newBuilder().setRequiredBytes(-1);
    assertRefused(
        OUT_OF_RANGE,
        rig.v01::createVolume,
        Speech.createV01("huge").setCapacityRange(huge).build(),
        "18446744073709551615");

    var upToHuge = CapacityRange.newBuilder().setRequiredBytes(8 * GIB).setLimitBytes(-1);
    var made =
        call(rig.v01::createVolume, Speech.createV01("data").setCapacityRange(upToHuge).build());
    assertThat(made.getVolumeInfo().getCapacityBytes()).isEqualTo(8 * GIB);

    assertThat(
            call(rig.v01::listVolumes, ListVolumesRequest.newBuilder().setMaxEntries(-1).build())
                .getEntriesList())
        .hasSize(1);
  }

  @Test
  void negativeSizesOfCsiV0AreRefused() {
    assertRefused(
        INVALID_ARGUMENT,
        rig.v0::createVolume,
        Speech.createV0("data")
            .setCapacityRange(org.csiscaleio.csi.v0.CapacityRange.newBuilder().setRequiredBytes(-1))
            .build(),
        "negative");
    assertRefused(
        INVALID_ARGUMENT,
        rig.v0::listVolumes,
        org.csiscaleio.csi.v0.ListVolumesRequest.newBuilder().setMaxEntries(-1).build(),
        "negative");
  }

  @Test
  void contentsAndPlacesThatCannotBeHadAreRefused() {
    var request = Speech.createV0("data");
    request.getVolumeContentSourceBuilder().getSnapshotBuilder();
    assertRefused(INVALID_ARGUMENT, rig.v0::createVolume, request.build(), "volume_content_source");

    var elsewhere = Speech.createV0("data");
    elsewhere.getAccessibilityRequirementsBuilder().addRequisiteBuilder().putSegments("rack", "7");
    assertRefused(
        INVALID_ARGUMENT, rig.v0::createVolume, elsewhere.build(), "accessibility_requirements");
  }

  @Test
  void anUnknownNodeIsNotFound() {
    Speech.Made made = Speech.V1.create(rig, "data", 8 * GIB, Map.of());
    assertRefused(
        NOT_FOUND,
        rig.v01::controllerPublishVolume,
        org.csiscaleio.csi.v01.ControllerPublishVolumeRequest.newBuilder()
            .setVolumeId(made.id())
            .setNodeId("nobody")
            .setVolumeCapability(Speech.createV01("x").getVolumeCapabilities(0))
            .build(),
        "nobody");
  }

  @Test
  void bothAdvertiseWhatMesosNeedsAndNothingNewer() {
    assertThat(
            call(
                    rig.v01::controllerGetCapabilities,
                    org.csiscaleio.csi.v01.ControllerGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getTypeValue())
        .containsExactly(1, 2, 3, 4);
    assertThat(
            call(
                    rig.v0::controllerGetCapabilities,
                    org.csiscaleio.csi.v0.ControllerGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getTypeValue())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aProbeAsksNobody() {
    int before = rig.system.allCalls();
    call(
        rig.v01::controllerProbe,
        org.csiscaleio.csi.v01.ControllerProbeRequest.getDefaultInstance());
    assertThat(rig.system.allCalls()).isEqualTo(before);
  }
}
