package org.csiscaleio.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGetInfoResponse;
import org.csiscaleio.csi.v1.NodeGetStorageHealthRequest;
import org.csiscaleio.csi.v1.NodeGetStorageHealthResponse;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthResponse;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsResponse;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodePublishVolumeResponse;
import org.csiscaleio.csi.v1.NodeServiceCapability;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeResponse;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeResponse;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeResponse;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeHealthErrorType;
import org.csiscaleio.csi.v1.VolumeUsage;
import org.csiscaleio.node.service.FakeHost;
import org.csiscaleio.node.service.NodePlace;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.NodeSettings;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.PlaceNames;
import org.csiscaleio.operation.VolumeTrouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeV1Test {
  private final FakeHost host = new FakeHost();
  private final NodeV1 node =
      new NodeV1(
          new NodeService(NodeSettings.defaults().withMaxVolumesPerNode(7), host),
          SpecLevel.DEFAULT);
  private final String volume = host.add(1).toString();

  /** Keeps what is answered. */
  private static final class Answer<T> implements StreamObserver<T> {
    final List<T> values = new ArrayList<>();
    boolean completed;

    @Override
    public void onNext(T value) {
      values.add(value);
    }

    @Override
    public void onError(Throwable t) {
      throw new AssertionError(t);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    T only() {
      assertThat(completed).isTrue();
      assertThat(values).hasSize(1);
      return values.getFirst();
    }
  }

  private static <T> T call(Consumer<StreamObserver<T>> call) {
    var answer = new Answer<T>();
    call.accept(answer);
    return answer.only();
  }

  private static VolumeCapability.Builder ext4() {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
        .setAccessMode(
            VolumeCapability.AccessMode.newBuilder()
                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER));
  }

  private NodeStageVolumeRequest.Builder stage() {
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setStagingTargetPath("/staging")
        .putPublishContext("sizeKib", "8388608")
        .setVolumeCapability(ext4());
  }

  private NodePublishVolumeRequest.Builder publish() {
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .setStagingTargetPath("/staging/")
        .setTargetPath("/pods/./target")
        .setVolumeCapability(ext4());
  }

  @Test
  void aVolumeGoesUpAndDown() {
    this.<NodeStageVolumeResponse>ok(answer -> node.nodeStageVolume(stage().build(), answer));
    this.<NodePublishVolumeResponse>ok(answer -> node.nodePublishVolume(publish().build(), answer));
    assertThat(host.everythingShown())
        .containsOnlyKeys(Path.of("/staging"), Path.of("/pods/target"));

    NodeGetVolumeStatsResponse stats =
        call(answer ->
            node.nodeGetVolumeStats(
                NodeGetVolumeStatsRequest.newBuilder()
                    .setVolumeId(volume)
                    .setVolumePath("/pods/target")
                    .build(),
                answer));
    assertThat(stats.getUsageList())
        .containsExactly(
            VolumeUsage.newBuilder()
                .setUnit(VolumeUsage.Unit.BYTES)
                .setTotal(100)
                .setUsed(40)
                .setAvailable(60)
                .build(),
            VolumeUsage.newBuilder()
                .setUnit(VolumeUsage.Unit.INODES)
                .setTotal(10)
                .setUsed(4)
                .setAvailable(6)
                .build());

    this.<NodeUnpublishVolumeResponse>ok(answer ->
        node.nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setTargetPath("/pods/target")
                .build(),
            answer));
    this.<NodeUnstageVolumeResponse>ok(answer ->
        node.nodeUnstageVolume(
            NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(volume)
                .setStagingTargetPath("/staging")
                .build(),
            answer));
    assertThat(host.everythingShown()).isEmpty();
  }

  private <T> void ok(Consumer<StreamObserver<T>> call) {
    assertThat(NodeV1Test.<T>call(call)).isNotNull();
  }

  static Stream<NodePublishVolumeRequest> badPublishes() {
    var good =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId("1f3c6a2b7d8e9a0f-0000000000000001")
            .setStagingTargetPath("/staging")
            .setTargetPath("/target")
            .setVolumeCapability(ext4())
            .build();
    return Stream.of(
        good.toBuilder().clearVolumeId().build(),
        good.toBuilder().setVolumeId("x".repeat(129)).build(),
        good.toBuilder().clearTargetPath().build(),
        good.toBuilder().setTargetPath("relative").build(),
        good.toBuilder().setTargetPath("/").build(),
        good.toBuilder().setTargetPath("/a/..").build(),
        good.toBuilder().setTargetPath("/a\0b").build(),
        good.toBuilder().setTargetPath("/" + "x".repeat(5000)).build(),
        good.toBuilder().setStagingTargetPath("relative").build(),
        good.toBuilder().clearVolumeCapability().build(),
        good.toBuilder().setVolumeCapability(ext4().clearMount()).build(),
        good.toBuilder().setVolumeCapability(ext4().clearAccessMode()).build(),
        good.toBuilder()
            .setVolumeCapability(
                ext4().setAccessMode(VolumeCapability.AccessMode.newBuilder().setModeValue(4711)))
            .build(),
        good.toBuilder()
            .setVolumeCapability(
                ext4().setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ntfs")))
            .build(),
        good.toBuilder()
            .setVolumeCapability(
                ext4()
                    .setMount(
                        VolumeCapability.MountVolume.newBuilder().addMountFlags("x".repeat(5000))))
            .build(),
        good.toBuilder().putPublishContext("sizeKib", "many").build(),
        good.toBuilder().putPublishContext("k", "x".repeat(4096)).build(),
        good.toBuilder().putVolumeContext("FSTYPE", "ntfs").build());
  }

  @ParameterizedTest
  @MethodSource("badPublishes")
  void aBadRequestIsRefusedBeforeAnythingIsDone(NodePublishVolumeRequest request) {
    host.hand =
        what -> {
          throw new AssertionError(what);
        };
    assertInvalid(() -> node.nodePublishVolume(request, new Answer<>()));
  }

  @Test
  void requestsOfOtherKindsWantTheirFieldsToo() {
    assertInvalid(
        () -> node.nodeStageVolume(stage().clearStagingTargetPath().build(), new Answer<>()));
    assertInvalid(
        () -> node.nodeStageVolume(stage().clearVolumeCapability().build(), new Answer<>()));
    assertInvalid(() ->
        node.nodeUnstageVolume(
            NodeUnstageVolumeRequest.newBuilder().setVolumeId(volume).build(), new Answer<>()));
    assertInvalid(() ->
        node.nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder().setTargetPath("/t").build(), new Answer<>()));
    assertInvalid(() ->
        node.nodeGetVolumeStats(
            NodeGetVolumeStatsRequest.newBuilder().setVolumeId(volume).build(), new Answer<>()));
    assertInvalid(() ->
        node.nodeGetVolumeStats(
            NodeGetVolumeStatsRequest.newBuilder().setVolumePath("some/path").build(),
            new Answer<>()));
  }

  private NodeGetVolumeStatsResponse stats(String level) {
    var some = new NodeV1(new NodeService(NodeSettings.defaults(), host), SpecLevel.parse(level));
    return call(answer ->
        some.nodeGetVolumeStats(
            NodeGetVolumeStatsRequest.newBuilder()
                .setVolumeId(volume)
                .setVolumePath("/staging")
                .build(),
            answer));
  }

  @Test
  void aVolumeInTroubleIsToldOfInTheWordsOfTheLevel() {
    this.<NodeStageVolumeResponse>ok(answer -> node.nodeStageVolume(stage().build(), answer));
    assertThat(stats("1.12").getVolumeCondition().getAbnormal()).isFalse();
    assertThat(stats("1.12").getUsageCount()).isPositive();
    assertThat(stats("1.13").hasVolumeCondition()).isFalse();

    host.troubles.add(
        new VolumeTrouble(VolumeTrouble.Severity.INACCESSIBLE, "DeviceUnreadable", "no reads"));

    NodeGetVolumeStatsResponse ill = stats("1.12");
    assertThat(ill.getVolumeCondition().getAbnormal()).isTrue();
    assertThat(ill.getVolumeCondition().getMessage()).isEqualTo("no reads");
    assertThat(ill.getUsageCount()).isZero();
    NodeGetVolumeHealthResponse health =
        call(answer ->
            node.nodeGetVolumeHealth(
                NodeGetVolumeHealthRequest.newBuilder()
                    .setVolumeId(volume)
                    .setStagingTargetPath("/staging")
                    .build(),
                answer));
    assertThat(health.getVolumeHealth().getVolumeId()).isEqualTo(volume);
    assertThat(health.getVolumeHealth().getHealthStatusesList())
        .singleElement()
        .satisfies(status -> {
          assertThat(status.getStatus()).isEqualTo(VolumeHealthErrorType.INACCESSIBLE);
          assertThat(status.getReason()).isEqualTo("DeviceUnreadable");
        });
    assertInvalid(() ->
        node.nodeGetVolumeHealth(NodeGetVolumeHealthRequest.getDefaultInstance(), new Answer<>()));
    NodeGetStorageHealthResponse storage =
        call(answer ->
            node.nodeGetStorageHealth(NodeGetStorageHealthRequest.getDefaultInstance(), answer));
    assertThat(storage.getBackendHealthCount()).isZero();
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT));
  }

  @Test
  void aRelativePathOfStatsIsAVolumeNotFound() {
    assertThatThrownBy(() ->
            node.nodeGetVolumeStats(
                NodeGetVolumeStatsRequest.newBuilder()
                    .setVolumeId(volume)
                    .setVolumePath("some/path")
                    .build(),
                new Answer<>()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.NOT_FOUND));
  }

  @Test
  void mountFlagsMayComeTogetherOrOneByOne() {
    var flags =
        VolumeCapability.MountVolume.newBuilder()
            .addMountFlags("noatime, nosuid")
            .addMountFlags("discard");
    this.<NodeStageVolumeResponse>ok(answer ->
        node.nodeStageVolume(stage().setVolumeCapability(ext4().setMount(flags)).build(), answer));

    assertThat(host.plans.getFirst().flags()).containsExactly("noatime", "nosuid", "discard");
  }

  @Test
  void theNodeIsItsSdc() {
    NodeGetInfoResponse info =
        call(answer -> node.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance(), answer));

    assertThat(info.getNodeId()).isEqualTo("B71F01AE-FF7A-47C5-A303-583FFD416818");
    assertThat(info.getMaxVolumesPerNode()).isEqualTo(7);
    assertThat(info.hasAccessibleTopology()).isFalse();
  }

  @Test
  void theNodeTellsTheSystemsItServesAndItsLabels() {
    host.systems.add("2e706b2740ec200f");
    var told =
        NodeSettings.defaults()
            .withPlace(
                new NodePlace(new PlaceNames("org.csiscaleio"), Map.of("zone", "a"), Set.of()));
    var telling = new NodeV1(new NodeService(told, host), SpecLevel.DEFAULT, Duration.ofSeconds(9));

    NodeGetInfoResponse info =
        call(answer -> telling.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance(), answer));

    assertThat(info.getAccessibleTopology().getSegmentsMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "org.csiscaleio/1f3c6a2b7d8e9a0f", "true",
                "org.csiscaleio/2e706b2740ec200f", "true",
                "org.csiscaleio/zone", "a"));
  }

  @Test
  void whatIsAdvertisedFollowsTheLevelAndTheSettings() {
    assertThat(advertised("1.13", true))
        .containsExactlyInAnyOrder(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
            NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
            NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH,
            NodeServiceCapability.RPC.Type.GET_STORAGE_HEALTH,
            NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
    assertThat(advertised("1.12", true))
        .containsExactlyInAnyOrder(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
            NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
            NodeServiceCapability.RPC.Type.VOLUME_CONDITION,
            NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
    assertThat(advertised("1.4", true))
        .containsExactlyInAnyOrder(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.GET_VOLUME_STATS,
            NodeServiceCapability.RPC.Type.EXPAND_VOLUME,
            NodeServiceCapability.RPC.Type.VOLUME_CONDITION);
    assertThat(advertised("1.0", false))
        .containsExactly(NodeServiceCapability.RPC.Type.GET_VOLUME_STATS);
  }

  private List<NodeServiceCapability.RPC.Type> advertised(String level, boolean staging) {
    var some =
        new NodeV1(
            new NodeService(NodeSettings.defaults().withStaging(staging), host),
            SpecLevel.parse(level));
    NodeGetCapabilitiesResponse capabilities =
        call(answer ->
            some.nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance(), answer));
    return capabilities.getCapabilitiesList().stream()
        .map(capability -> capability.getRpc().getType())
        .toList();
  }
}
