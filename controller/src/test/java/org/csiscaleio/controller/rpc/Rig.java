package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.controller.service.ServedSystem;
import org.csiscaleio.controller.service.SystemsController;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.PlaceNames;

/** The binding before a service before an array in memory. */
final class Rig {
  static final String GUID = "B71F01AE-FF7A-47C5-A303-583FFD416818";

  final FakeScaleIoSystem system = new FakeScaleIoSystem();
  final ControllerV1 binding;
  final ControllerV0 v0;
  final ControllerV01 v01;

  Rig() {
    String domain = system.array().addProtectionDomain("pd1");
    system.array().addStoragePool(domain, "sp1", 8192);
    system.array().addSdc(GUID, "host-a", "192.0.2.21");
    var service =
        new ControllerService(system, ControllerSettings.defaults().withStoragePool("sp1"));
    binding = new ControllerV1(service, SpecLevel.DEFAULT);
    v0 = new ControllerV0(service, V0Level.V0_3);
    v01 = new ControllerV01(service);
  }

  static VolumeCapability mount(Mode mode) {
    return VolumeCapability.newBuilder()
        .setMount(VolumeCapability.MountVolume.getDefaultInstance())
        .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
        .build();
  }

  static CreateVolumeRequest.Builder create(String name) {
    return CreateVolumeRequest.newBuilder()
        .setName(name)
        .addVolumeCapabilities(mount(Mode.SINGLE_NODE_WRITER));
  }

  static ControllerPublishVolumeRequest.Builder publish(String volumeId) {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(volumeId)
        .setNodeId(GUID)
        .setVolumeCapability(mount(Mode.SINGLE_NODE_WRITER));
  }

  /** The binding before a service that tells places, for hosts in zone a. */
  ControllerV1 telling(SpecLevel level) {
    return new ControllerV1(telling(), level);
  }

  ControllerV0 tellingV0(V0Level level) {
    return new ControllerV0(telling(), level);
  }

  private Controller telling() {
    var service =
        new ControllerService(system, ControllerSettings.defaults().withStoragePool("sp1"));
    return new SystemsController(
        List.of(new ServedSystem(service, system, Optional.empty(), Map.of("zone", "a"))),
        new PlaceNames("org.csiscaleio"),
        true,
        false);
  }

  /** Makes a volume; returns its id. */
  String volume(String name) {
    return call(binding::createVolume, create(name).build()).getVolume().getVolumeId();
  }

  static <Q, A> A call(BiConsumer<Q, StreamObserver<A>> rpc, Q request) {
    var answer = new Answer<A>();
    rpc.accept(request, answer);
    return answer.only();
  }

  static <Q, A> void assertRefused(
      Failure.Code code, BiConsumer<Q, StreamObserver<A>> rpc, Q request, String... words) {
    var answer = new Answer<A>();
    Throwable thrown = catchThrowable(() -> rpc.accept(request, answer));
    assertThat(thrown).isInstanceOf(Failure.class);
    Failure failure = (Failure) thrown;
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    for (String word : words) {
      assertThat(failure.message()).contains(word);
    }
    assertThat(answer.nothing()).as("an answer beside the failure").isTrue();
  }
}
