package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import java.util.List;
import java.util.Map;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerModifyVolumeRequest;
import org.csiscaleio.csi.v1.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.junit.jupiter.api.Test;

/** What of a volume can be changed, as csi.v1 says it. */
class ModifyV1Test {
  private final Rig rig = new Rig();

  @Test
  void onlyLimitsCanBeModified() {
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::createVolume,
        Rig.create("a").putModifiableParameters("storagepool", "sp1").build(),
        "mutable parameter 'storagepool' is unknown");
    String volume = rig.volume("a");
    for (String bad : List.of("storagepool", "XXX_FakeKey", "iopslimits")) {
      assertRefused(
          INVALID_ARGUMENT,
          rig.binding::controllerModifyVolume,
          ControllerModifyVolumeRequest.newBuilder()
              .setVolumeId(volume)
              .putMutableParameters("iopsLimit", "100")
              .putMutableParameters(bad, "x")
              .build(),
          bad);
    }
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::controllerModifyVolume,
        ControllerModifyVolumeRequest.newBuilder().putMutableParameters("iopsLimit", "1").build(),
        "volume_id");
    call(
        rig.binding::controllerModifyVolume,
        ControllerModifyVolumeRequest.newBuilder().setVolumeId(volume).build());
    assertRefused(
        NOT_FOUND,
        rig.binding::controllerModifyVolume,
        ControllerModifyVolumeRequest.newBuilder().setVolumeId("fake").build());
  }

  @Test
  void whatCanBeChangedLaterCountsMoreWhenAVolumeIsMade() {
    var made =
        call(
            rig.binding::createVolume,
            Rig.create("a")
                .putParameters("iopsLimit", "100")
                .putModifiableParameters("iopslimit", "200")
                .putModifiableParameters("bandwidthLimitInKbps", "1024")
                .build());
    assertThat(made.getVolume().getVolumeContextMap())
        .isEqualTo(Map.of("iopsLimit", "200", "bandwidthLimitInKbps", "1024"));
  }

  @Test
  void whatIsConfirmedIsEchoedAndWhatIsUnknownIsNotConfirmed() {
    var request =
        ValidateVolumeCapabilitiesRequest.newBuilder()
            .setVolumeId(rig.volume("a"))
            .addVolumeCapabilities(Rig.mount(Mode.SINGLE_NODE_WRITER))
            .putModifiableParameters("iopsLimit", "100");
    assertThat(
            call(rig.binding::validateVolumeCapabilities, request.build())
                .getConfirmed()
                .getModifiableParametersMap())
        .isEqualTo(Map.of("iopsLimit", "100"));
    request.putModifiableParameters("colour", "blue");
    var refused = call(rig.binding::validateVolumeCapabilities, request.build());
    assertThat(refused.hasConfirmed()).isFalse();
    assertThat(refused.getMessage()).contains("colour");
  }

  @Test
  void itIsAdvertisedFromTheReleaseOnThatBroughtIt() {
    assertThat(advertised("1.9")).contains(RPC.Type.MODIFY_VOLUME);
    assertThat(advertised("1.8")).doesNotContain(RPC.Type.MODIFY_VOLUME);
  }

  private List<RPC.Type> advertised(String level) {
    var service = new ControllerService(rig.system, ControllerSettings.defaults());
    var binding = new ControllerV1(service, SpecLevel.parse(level));
    return call(
            binding::controllerGetCapabilities,
            ControllerGetCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .stream()
        .map(capability -> capability.getRpc().getType())
        .toList();
  }
}
