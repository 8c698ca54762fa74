package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.atLeast;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.RESOURCE_EXHAUSTED;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final Map<String, String> THICK = Map.of("thickprovisioning", "true");

  private final Scene scene = new Scene();

  private Capacity capacity(Map<String, String> parameters) {
    return scene.controller.capacity(List.of(WRITER), parameters, Scene.soon());
  }

  /** 8192 GiB raw less 10 %, one of two copies: 3686.4 GiB, in blocks of 8. */
  @Test
  void thickCapacityIsWhatIsThere() {
    assertThat(capacity(THICK).availableBytes()).isEqualTo(3680 * GIB);
    scene.create(request("data", atLeast(80 * GIB), THICK));
    assertThat(capacity(THICK).availableBytes()).isEqualTo(3600 * GIB);
  }

  /** Ten times 3686.4 GiB, in blocks of 8. */
  @Test
  void thinCapacityIsWhatTheArraySells() {
    assertThat(capacity(Map.of()).availableBytes()).isEqualTo(36864 * GIB);
    scene.create("data");
    assertThat(capacity(Map.of()).availableBytes()).isEqualTo(36856 * GIB);
  }

  @Test
  void anOldArraysThinCapacityIsReckonedHere() {
    var old =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1"), new GatewayVersion(2, 6));
    old.create("data");
    old.create(request("thick", atLeast(16 * GIB), THICK));
    assertThat(old.controller.capacity(List.of(), Map.of(), Scene.soon()).availableBytes())
        .isEqualTo((36864 - 8 - 16) * GIB);
  }

  @Test
  void whatIsSaidToBeThereCanBeMadeAndNoMore() {
    long available = capacity(THICK).availableBytes();
    assertFails(
        RESOURCE_EXHAUSTED, () -> scene.create(request("more", atLeast(available + 1), THICK)));
    scene.create(request("all", atLeast(available), THICK));
    assertThat(capacity(THICK)).isEqualTo(Capacity.NONE);
  }

  @Test
  void theSmallestAndLargestVolumeAreTold() {
    scene.array.setLimit("volumeSizeGb", 1024);
    Capacity capacity = capacity(Map.of());
    assertThat(capacity.minimumVolumeBytes()).hasValue(8 * GIB);
    assertThat(capacity.maximumVolumeBytes()).hasValue(1024 * GIB);
  }

  @Test
  void theLargestVolumeIsNoLargerThanWhatIsThere() {
    assertThat(capacity(THICK).maximumVolumeBytes()).hasValue(3680 * GIB);
  }

  @Test
  void aPoolNearlyFullOfThinDataHasNoRoomForThinVolumes() {
    scene.array.setThinWritten(scene.poolId, 7000);
    assertThat(capacity(Map.of())).isEqualTo(Capacity.NONE);
    assertFails(RESOURCE_EXHAUSTED, () -> scene.create("data"));
  }

  @Test
  void whatCannotBeMadeHasNoCapacityAndIsNoError() {
    scene.array.addStoragePool(scene.domainId, "bare", 1024, false);
    scene.array.addFineGranularityPool(scene.domainId, "fine", 1024);
    for (Map<String, String> parameters :
        List.of(
            Map.of("storagepool", "sp9"),
            Map.of("protectiondomain", "pd9"),
            Map.of("system", "scaleio-9"),
            Map.of("unheard", "of"),
            Map.of("iopsLimit", "1"),
            Map.of("storagepool", "bare"),
            Map.of("storagepool", "fine", "provisioning", "thick"))) {
      assertThat(capacity(parameters)).as("%s", parameters).isEqualTo(Capacity.NONE);
    }
    assertThat(
            scene.controller.capacity(
                List.of(Scene.mount(AccessMode.MULTI_NODE_MULTI_WRITER)), Map.of(), Scene.soon()))
        .isEqualTo(Capacity.NONE);
    assertThat(
            new Scene(ControllerSettings.defaults())
                .controller.capacity(List.of(), Map.of(), Scene.soon()))
        .isEqualTo(Capacity.NONE);
    scene.array.setDomainActive(scene.domainId, false);
    var fresh = new ControllerService(scene.system, scene.controller.settings());
    assertThat(fresh.capacity(List.of(), Map.of(), Scene.soon())).isEqualTo(Capacity.NONE);
  }

  @Test
  void aPoolMadeAnewIsFound() {
    assertThat(capacity(THICK).availableBytes()).isEqualTo(3680 * GIB);
    scene.array.removeStoragePool(scene.poolId);
    assertThat(capacity(THICK)).isEqualTo(Capacity.NONE);
    scene.array.addStoragePool(scene.domainId, "sp1", 4096);
    assertThat(capacity(THICK).availableBytes()).isEqualTo(1840 * GIB);
  }

  @Test
  void anArrayThatDoesNotAnswerIsNotEmpty() {
    scene.system.faults().fail(Call.POOL_STATISTICS, Kind.UNREACHABLE);
    assertFails(UNAVAILABLE, () -> capacity(Map.of()));
  }
}
