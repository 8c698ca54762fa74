package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.service.VolumeCapability.Access;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** An array with one pool and two hosts, a Controller before it, and the words tests speak in. */
final class Scene {
  static final long GIB = 1L << 30;
  static final String GUID_A = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  static final String GUID_B = "0E2C4A77-91D0-4D8B-9F0A-6C1B2D3E4F50";
  static final VolumeCapability WRITER = mount(AccessMode.SINGLE_NODE_WRITER);

  final FakeScaleIoSystem system;
  final FakeArray array;
  final String domainId;
  final String poolId;
  final String sdcA;
  final String sdcB;
  final ControllerService controller;

  Scene() {
    this(ControllerSettings.defaults().withStoragePool("sp1"));
  }

  Scene(ControllerSettings settings) {
    this(settings, new GatewayVersion(3, 6));
  }

  Scene(ControllerSettings settings, GatewayVersion version) {
    system = new FakeScaleIoSystem(version);
    array = system.array();
    domainId = array.addProtectionDomain("pd1");
    poolId = array.addStoragePool(domainId, "sp1", 8192);
    sdcA = array.addSdc(GUID_A, "host-a", "192.0.2.21");
    sdcB = array.addSdc(GUID_B, "host-b", "192.0.2.22");
    controller = new ControllerService(system, settings);
  }

  /** The id of a new snapshot. */
  String snapshot(String volumeId, String name) {
    return controller
        .snapshots()
        .create(new SnapshotRequest(volumeId, name), soon())
        .id()
        .toString();
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  static VolumeCapability mount(AccessMode mode) {
    return new VolumeCapability(mode, new Access.Mount("", List.of(), ""));
  }

  static VolumeCapability block(AccessMode mode) {
    return new VolumeCapability(mode, new Access.Block());
  }

  static CreateRequest request(String name, SizeRange size, Map<String, String> parameters) {
    return new CreateRequest(name, size, List.of(WRITER), VolumeParameters.parse(parameters));
  }

  static CreateRequest request(String name) {
    return request(name, SizeRange.ANY, Map.of());
  }

  static SizeRange atLeast(long bytes) {
    return new SizeRange(bytes, 0);
  }

  ProvisionedVolume create(CreateRequest request) {
    return controller.create(request, soon());
  }

  /** Makes a volume of 8 GiB; returns its CSI id. */
  String create(String name) {
    return create(request(name)).id().toString();
  }

  void delete(String volumeId) {
    controller.delete(volumeId, soon());
  }

  Map<String, String> publish(String volumeId, String nodeId, VolumeCapability capability) {
    return publish(volumeId, nodeId, capability, false, Map.of());
  }

  Map<String, String> publish(
      String volumeId,
      String nodeId,
      VolumeCapability capability,
      boolean readOnly,
      Map<String, String> volumeContext) {
    return controller.publish(
        PublishRequest.of(volumeId, nodeId, capability, readOnly, volumeContext), soon());
  }

  void unpublish(String volumeId, String nodeId) {
    controller.unpublish(volumeId, nodeId, soon());
  }

  /** The volume as the array has it. */
  Volume onArray(String volumeId) {
    return array.volume(arrayId(volumeId)).orElseThrow();
  }

  static String arrayId(String volumeId) {
    return volumeId.substring(17);
  }

  /** The GUIDs of the hosts that have the volume, in the order they got it. */
  List<String> hostsOf(String volumeId) {
    return onArray(volumeId).mappings().stream()
        .map(mapping -> mapping.sdcId().equals(sdcA) ? GUID_A : GUID_B)
        .toList();
  }

  static void assertLimits(Volume volume, long iops, long mbps) {
    assertThat(volume.mappings())
        .isNotEmpty()
        .allSatisfy(mapping -> {
          assertThat(mapping.limitIops()).isEqualTo(iops);
          assertThat(mapping.limitBandwidthMbps()).isEqualTo(mbps);
        });
  }

  /** The volumes in whose names limits are kept. */
  static List<Volume> records(FakeArray array) {
    return array.volumes().stream().filter(volume -> LimitsRecord.isRecord(volume.name())).toList();
  }

  static Failure failure(ThrowingCallable call) {
    Throwable thrown = Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(Failure.class);
    return (Failure) thrown;
  }

  static void assertFails(Failure.Code code, ThrowingCallable call, String... words) {
    Failure failure = failure(call);
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    for (String word : words) {
      assertThat(failure.message()).contains(word);
    }
  }
}
