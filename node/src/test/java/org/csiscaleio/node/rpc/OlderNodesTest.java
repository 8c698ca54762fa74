package org.csiscaleio.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.NodeGetIdRequest;
import org.csiscaleio.csi.v0.NodeGetInfoRequest;
import org.csiscaleio.csi.v0.NodePublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeServiceCapability;
import org.csiscaleio.csi.v0.NodeStageVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v01.GetNodeIDRequest;
import org.csiscaleio.csi.v01.NodeProbeRequest;
import org.csiscaleio.node.service.FakeHost;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.NodeSettings;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** Node of csi and csi.v0, onto the same service as csi.v1. */
class OlderNodesTest {
  private static final Path TARGET = Path.of("/mounts/target");
  private static final Path STAGING = Path.of("/mounts/staging");
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final FakeHost host = new FakeHost();
  private final NodeService service =
      new NodeService(NodeSettings.defaults().withMaxVolumesPerNode(7), host);
  private final NodeV1 v1 = new NodeV1(service, SpecLevel.DEFAULT, LIMIT);
  private final NodeV0 v0 = new NodeV0(service, V0Level.V0_3, LIMIT);
  private final NodeV01 v01 = new NodeV01(service, LIMIT);
  private final String volume = host.add(1).toString();

  private static <Q, A> A call(BiConsumer<Q, StreamObserver<A>> rpc, Q request) {
    List<A> answers = new ArrayList<>();
    rpc.accept(
        request,
        new StreamObserver<>() {
          @Override
          public void onNext(A answer) {
            answers.add(answer);
          }

          @Override
          public void onError(Throwable failure) {
            throw new AssertionError(failure);
          }

          @Override
          public void onCompleted() {}
        });
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static <Q, A> void assertInvalid(
      BiConsumer<Q, StreamObserver<A>> rpc, Q request, String word) {
    assertThatThrownBy(() -> call(rpc, request))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT))
        .hasMessageContaining(word);
  }

  private NodePublishVolumeRequest.Builder publishV0() {
    var request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setStagingTargetPath(STAGING.toString())
            .setTargetPath(TARGET.toString())
            .putPublishInfo("sizeKib", "8388608");
    request
        .getVolumeCapabilityBuilder()
        .getAccessModeBuilder()
        .setMode(org.csiscaleio.csi.v0.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
    request.getVolumeCapabilityBuilder().getMountBuilder().setFsType("ext4");
    return request;
  }

  private org.csiscaleio.csi.v01.NodePublishVolumeRequest.Builder publishV01() {
    var request =
        org.csiscaleio.csi.v01.NodePublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setTargetPath(TARGET.toString())
            .putPublishVolumeInfo("sizeKib", "8388608");
    request
        .getVolumeCapabilityBuilder()
        .getAccessModeBuilder()
        .setMode(org.csiscaleio.csi.v01.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
    request.getVolumeCapabilityBuilder().getMountBuilder().setFsType("ext4");
    return request;
  }

  @Test
  void theNodeIdIsTheSameInAllGenerations() {
    String id =
        call(v1::nodeGetInfo, org.csiscaleio.csi.v1.NodeGetInfoRequest.getDefaultInstance())
            .getNodeId();

    assertThat(nodeGetId()).isEqualTo(id);
    var info = call(v0::nodeGetInfo, NodeGetInfoRequest.getDefaultInstance());
    assertThat(info.getNodeId()).isEqualTo(id);
    assertThat(info.getMaxVolumesPerNode()).isEqualTo(7);
    assertThat(call(v01::getNodeID, GetNodeIDRequest.getDefaultInstance()).getNodeId())
        .isEqualTo(id);
  }

  @SuppressWarnings("deprecation") // Deprecated by CSI 0.3, and what CSI 0.2 has.
  private String nodeGetId() {
    return call(v0::nodeGetId, NodeGetIdRequest.getDefaultInstance()).getNodeId();
  }

  @Test
  void csiV0StagesAndPublishesOnTheOrchestratorsDirectoriesAndKeepsThem() {
    host.paths.add(STAGING);
    host.paths.add(TARGET);
    var stage =
        NodeStageVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setStagingTargetPath(STAGING.toString())
            .setVolumeCapability(publishV0().getVolumeCapability());
    call(v0::nodeStageVolume, stage.build());
    call(v0::nodePublishVolume, publishV0().build());
    assertThat(host.everythingShown()).containsOnlyKeys(STAGING, TARGET);

    call(
        v0::nodeUnpublishVolume,
        NodeUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setTargetPath(TARGET.toString())
            .build());
    call(
        v0::nodeUnstageVolume,
        NodeUnstageVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setStagingTargetPath(STAGING.toString())
            .build());
    assertThat(host.everythingShown()).isEmpty();
    assertThat(host.paths).contains(STAGING, TARGET);
  }

  @Test
  void csiPublishesWithoutStagingAlthoughTheOthersOfferIt() {
    host.paths.add(TARGET);

    call(v01::nodePublishVolume, publishV01().build());
    call(v01::nodePublishVolume, publishV01().build());
    assertThat(host.everythingShown()).containsOnlyKeys(TARGET);

    call(
        v01::nodeUnpublishVolume,
        org.csiscaleio.csi.v01.NodeUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setTargetPath(TARGET.toString())
            .build());
    assertThat(host.everythingShown()).isEmpty();
    assertThat(host.paths).contains(TARGET);
  }

  @Test
  void csiV0AdvertisesStagingAndCsiNothing() {
    assertThat(
            call(
                    v0::nodeGetCapabilities,
                    org.csiscaleio.csi.v0.NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType())
        .containsExactly(NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME);
    assertThat(
            call(
                    v01::nodeGetCapabilities,
                    org.csiscaleio.csi.v01.NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getTypeValue())
        .containsExactly(0);
  }

  @Test
  void aProbeAsksNobody() {
    host.hand =
        what -> {
          throw new AssertionError("asked for " + what);
        };
    call(v01::nodeProbe, NodeProbeRequest.getDefaultInstance());
  }

  @Test
  void fieldsAreNamedAsTheirGenerationNamesThem() {
    assertInvalid(
        v0::nodePublishVolume, publishV0().putPublishInfo("sizeKib", "x").build(), "publish_info");
    assertInvalid(
        v0::nodePublishVolume,
        publishV0().putVolumeAttributes("fsType", "zfs").build(),
        "volume_attributes");
    assertInvalid(
        v01::nodePublishVolume,
        publishV01().putPublishVolumeInfo("sizeKib", "x").build(),
        "publish_volume_info");
    assertInvalid(v01::nodePublishVolume, publishV01().clearTargetPath().build(), "target_path");
    assertInvalid(
        v01::nodePublishVolume, publishV01().clearVolumeCapability().build(), "volume_capability");
  }

  @Test
  void modesThatCameLaterAreUnknownToOlderGenerations() {
    var late = publishV01();
    late.getVolumeCapabilityBuilder().getAccessModeBuilder().setModeValue(6);
    assertInvalid(v01::nodePublishVolume, late.build(), "access_mode 6");
    var lateV0 = publishV0();
    lateV0.getVolumeCapabilityBuilder().getAccessModeBuilder().setModeValue(7);
    assertInvalid(v0::nodePublishVolume, lateV0.build(), "access_mode 7");
  }
}
