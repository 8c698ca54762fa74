package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.Topology;
import org.csiscaleio.csi.v1.TopologyRequirement;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request before anybody looks at the array. */
class ControllerV1FieldsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void nothingWasMade() {
    assertThat(rig.system.array().volumes()).isEmpty();
  }

  private void assertCreateRefused(CreateVolumeRequest.Builder request, String... words) {
    assertRefused(INVALID_ARGUMENT, rig.binding::createVolume, request.build(), words);
  }

  @Test
  void aVolumeNeedsANameAndACapability() {
    assertCreateRefused(Rig.create(""), "name is missing");
    assertCreateRefused(CreateVolumeRequest.newBuilder().setName("a"), "volume_capabilities");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "\u0008", "a\u000bb", "\u000c", "\u001fb", "\u007f", "\u009f"})
  void aNameHasNoControlCharacters(String name) {
    assertCreateRefused(Rig.create(name), "control character");
  }

  @Test
  void sizesAreMeasuredInBytes() {
    assertCreateRefused(Rig.create("a".repeat(129)), "129 bytes", "128");
    assertCreateRefused(Rig.create("é".repeat(65)), "130 bytes");
    assertCreateRefused(
        Rig.create("a").putParameters("storagepool", "x".repeat(4090)), "parameters", "4096");
    assertCreateRefused(
        Rig.create("a").putSecrets("k", "hush".repeat(1025)), "secrets has 4101 bytes");
  }

  @Test
  void aCapabilityIsBlockOrMountAndHasAMode() {
    var mode = VolumeCapability.AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER);
    var neither = VolumeCapability.newBuilder().setAccessMode(mode);
    var modeless =
        VolumeCapability.newBuilder().setBlock(VolumeCapability.BlockVolume.getDefaultInstance());
    var create = CreateVolumeRequest.newBuilder().setName("a");
    assertCreateRefused(create.clone().addVolumeCapabilities(neither), "neither block nor mount");
    assertCreateRefused(create.clone().addVolumeCapabilities(modeless), "access_mode is missing");
    for (int unknown : new int[] {0, 8, 99}) {
      var odd =
          modeless
              .clone()
              .setAccessMode(VolumeCapability.AccessMode.newBuilder().setModeValue(unknown));
      assertCreateRefused(create.clone().addVolumeCapabilities(odd), "unknown: " + unknown);
    }
  }

  /** They can be secret: an error shows how large they are, never what they are. */
  @Test
  void mountFlagsAreMeasuredAndNotShown() {
    var flagged = Rig.mount(Mode.SINGLE_NODE_WRITER).toBuilder();
    flagged.getMountBuilder().addMountFlags("password=" + "hush".repeat(1100));
    var request =
        CreateVolumeRequest.newBuilder().setName("a").addVolumeCapabilities(flagged).build();
    var answer = new Answer<CreateVolumeResponse>();
    assertThat(catchThrowable(() -> rig.binding.createVolume(request, answer)))
        .hasMessageContaining("mount_flags has 4409 bytes")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void aRangeThatIsNoneIsRefusedAndOneWithoutBoundsIsNone() {
    assertCreateRefused(
        Rig.create("a").setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(-1)),
        "negative");
    assertCreateRefused(
        Rig.create("a")
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(2).setLimitBytes(1)),
        "empty");
    var boundless = Rig.create("a").setCapacityRange(CapacityRange.getDefaultInstance()).build();
    String made = call(rig.binding::createVolume, boundless).getVolume().getVolumeId();
    call(rig.binding::deleteVolume, DeleteVolumeRequest.newBuilder().setVolumeId(made).build());
  }

  @Test
  void aContentSourceSaysWhich() {
    assertCreateRefused(
        Rig.create("a").setVolumeContentSource(VolumeContentSource.getDefaultInstance()),
        "volume_content_source says neither");
    assertCreateRefused(
        Rig.create("a")
            .setVolumeContentSource(
                VolumeContentSource.newBuilder()
                    .setVolume(VolumeContentSource.VolumeSource.getDefaultInstance())),
        "volume_content_source.volume.volume_id is missing");
    assertCreateRefused(
        Rig.create("a")
            .setVolumeContentSource(
                VolumeContentSource.newBuilder()
                    .setSnapshot(VolumeContentSource.SnapshotSource.getDefaultInstance())),
        "volume_content_source.snapshot.snapshot_id is missing");
  }

  @Test
  void whatIsNotBuiltYetIsRefusedRatherThanIgnored() {
    assertCreateRefused(
        Rig.create("a")
            .setAccessibilityRequirements(
                TopologyRequirement.newBuilder()
                    .addRequisite(Topology.newBuilder().putSegments("zone", "z1"))),
        "accessibility_requirements");
  }

  @Test
  void publishChecksVolumeThenNodeThenCapabilityThenWhetherTheyAreThere() {
    var request = ControllerPublishVolumeRequest.newBuilder();
    assertRefused(
        INVALID_ARGUMENT, rig.binding::controllerPublishVolume, request.build(), "volume_id");
    request.setVolumeId("no-such-volume");
    assertRefused(
        INVALID_ARGUMENT, rig.binding::controllerPublishVolume, request.build(), "node_id");
    request.setNodeId("no-such-node");
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::controllerPublishVolume,
        request.build(),
        "volume_capability");
    request.setVolumeCapability(Rig.mount(Mode.SINGLE_NODE_WRITER));
    assertRefused(
        NOT_FOUND, rig.binding::controllerPublishVolume, request.build(), "no-such-volume");
  }

  @Test
  void aNodeIdMayBeLongerThanOtherFields() {
    var request = Rig.publish("no-such-volume");
    assertRefused(
        NOT_FOUND,
        rig.binding::controllerPublishVolume,
        request.setNodeId("n".repeat(256)).build());
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::controllerPublishVolume,
        request.setNodeId("n".repeat(257)).build(),
        "node_id has 257 bytes");
  }

  @Test
  void everyCallOnAVolumeNeedsItsId() {
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::deleteVolume,
        DeleteVolumeRequest.getDefaultInstance(),
        "volume_id");
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::controllerUnpublishVolume,
        ControllerUnpublishVolumeRequest.getDefaultInstance(),
        "volume_id");
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::controllerGetVolume,
        ControllerGetVolumeRequest.getDefaultInstance(),
        "volume_id");
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::deleteVolume,
        DeleteVolumeRequest.newBuilder().setVolumeId("v".repeat(129)).build(),
        "129 bytes");
  }

  @Test
  void aMalformedIdIsAVolumeThatDoesNotExist() {
    call(
        rig.binding::deleteVolume,
        DeleteVolumeRequest.newBuilder().setVolumeId("fake-vol-id").build());
    call(
        rig.binding::controllerUnpublishVolume,
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVolumeId("fake-vol-id")
            .setNodeId("fake-node-id")
            .build());
    assertRefused(
        NOT_FOUND,
        rig.binding::controllerGetVolume,
        ControllerGetVolumeRequest.newBuilder().setVolumeId("fake-vol-id").build());
  }
}
