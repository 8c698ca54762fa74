package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.RESOURCE_EXHAUSTED;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.junit.jupiter.api.Test;

/** Limits of I/O per mapping, and of volumes per node. */
class PublishLimitsTest {
  private final Scene scene = new Scene();

  @Test
  void theLimitsOfTheContextAreSetAndSetAgainAfterEveryMapping() {
    String volume = scene.create("data");
    var context = Map.of("iopsLimit", "200", "bandwidthLimitInKbps", "10240", "fsType", "xfs");
    for (int round = 0; round < 2; round++) {
      scene.publish(volume, GUID_A, WRITER, false, context);
      var mapping = scene.onArray(volume).mappings().getFirst();
      assertThat(mapping.limitIops()).isEqualTo(200);
      assertThat(mapping.limitBandwidthMbps()).isEqualTo(10);
      scene.unpublish(volume, GUID_A);
    }
  }

  @Test
  void limitsThatCouldNotBeSetAreSetByTheRetry() {
    String volume = scene.create("data");
    var context = Map.of("iopsLimit", "200");
    scene.system.faults().fail(Call.LIMIT_MAPPING, Kind.BUSY);
    assertFails(
        UNAVAILABLE,
        () -> scene.publish(volume, GUID_A, WRITER, false, context),
        volume,
        "repeat the call");
    scene.publish(volume, GUID_A, WRITER, false, context);
    assertThat(scene.onArray(volume).mappings().getFirst().limitIops()).isEqualTo(200);
  }

  @Test
  void limitsTheArrayWouldRefuseAreRefusedBeforeAnythingIsMapped() {
    String volume = scene.create("data");
    for (var context :
        List.of(
            Map.of("iopsLimit", "5"),
            Map.of("bandwidthLimitInKbps", "1000"),
            Map.of("iopsLimit", "x"))) {
      assertFails(INVALID_ARGUMENT, () -> scene.publish(volume, GUID_A, WRITER, false, context));
    }
    assertThat(scene.hostsOf(volume)).isEmpty();
  }

  @Test
  void aLimitLeftBlankIsNone() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER, false, Map.of("iopsLimit", ""));
    assertThat(scene.onArray(volume).mappings().getFirst().limitIops()).isZero();
  }

  @Test
  void aNodeWithAllTheVolumesItMayHaveIsExhausted() {
    var limited =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1").withMaxVolumesPerNode(2));
    String first = limited.create("a");
    String third = limited.create("c");
    limited.publish(first, GUID_A, WRITER);
    limited.publish(limited.create("b"), GUID_A, WRITER);
    assertFails(
        RESOURCE_EXHAUSTED,
        () -> limited.publish(third, GUID_A, WRITER),
        third,
        "host-a",
        "maxVolumesPerNode is 2");
    limited.publish(first, GUID_A, WRITER);
    limited.publish(third, GUID_B, WRITER);
    limited.unpublish(first, GUID_A);
    assertThat(limited.hostsOf(third)).containsExactly(GUID_B);
  }

  @Test
  void theArraysOwnLimitIsExhaustedToo() {
    scene.array.setLimit("volumesPerSdc", 1);
    scene.publish(scene.create("a"), GUID_A, WRITER);
    assertFails(
        RESOURCE_EXHAUSTED, () -> scene.publish(scene.create("b"), GUID_A, WRITER), "host-a");
  }

  @Test
  void aFullNodeIsNamedWithItsCountAndTheArraysLimit() {
    scene.array.setLimit("volumesPerSdc", 2);
    scene.publish(scene.create("a"), GUID_A, WRITER);
    scene.publish(scene.create("b"), GUID_A, WRITER);

    assertFails(
        RESOURCE_EXHAUSTED,
        () -> scene.publish(scene.create("c"), GUID_A, WRITER),
        "host-a",
        GUID_A,
        "it has 2 volumes, and the array allows 2");
    assertThat(scene.controller.volumesPerNode(Scene.soon())).hasValue(2);
  }
}
