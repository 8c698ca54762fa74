package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectVolumeTest {
  private final Scene scene = new Scene();

  private CapabilityCheck.Answer check(
      String volume,
      VolumeCapability capability,
      Map<String, String> context,
      Map<String, String> parameters) {
    return scene.controller.check(
        new CapabilityCheck(volume, List.of(WRITER, capability), context, parameters),
        Scene.soon());
  }

  private static void assertRefused(CapabilityCheck.Answer answer, String word) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            CapabilityCheck.Answer.NotConfirmed.class,
            refused -> assertThat(refused.reason()).contains(word));
  }

  private static void assertConfirmed(CapabilityCheck.Answer answer) {
    assertThat(answer).isEqualTo(new CapabilityCheck.Answer.Confirmed());
  }

  @Test
  void oneVolumeIsToldWithItsHosts() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    VolumeStatus status = scene.controller.get(volume, Scene.soon());
    assertThat(status.volume().id()).hasToString(volume);
    assertThat(status.volume().capacityBytes()).isEqualTo(8 * GIB);
    assertThat(status.publishedNodeIds()).containsExactly(GUID_A);
  }

  @Test
  void aVolumeThatIsNotThereIsNotFound() {
    String gone = scene.create("gone");
    scene.delete(gone);
    for (String id : List.of(gone, "fake-vol-id", "00000000000000aa-00000000000000bb")) {
      assertFails(NOT_FOUND, () -> scene.controller.get(id, Scene.soon()), id);
      assertFails(NOT_FOUND, () -> check(id, WRITER, Map.of(), Map.of()), id);
    }
  }

  @Test
  void whatAVolumeWasMadeWithIsConfirmed() {
    var parameters = Map.of("storagepool", "sp1", "protectiondomain", "pd1", "fsType", "xfs");
    ProvisionedVolume made = scene.create(request("data", SizeRange.ANY, parameters));
    String volume = made.id().toString();
    assertConfirmed(check(volume, WRITER, made.context(), parameters));
    assertConfirmed(check(volume, WRITER, Map.of(), Map.of()));
    assertConfirmed(
        check(volume, Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER), Map.of(), Map.of()));
  }

  @Test
  void aCapabilityNoVolumeHasIsNotConfirmed() {
    String volume = scene.create("data");
    assertRefused(
        check(volume, Scene.mount(AccessMode.MULTI_NODE_MULTI_WRITER), Map.of(), Map.of()),
        "destroy themselves");
  }

  @Test
  void whatContradictsTheVolumeIsNotConfirmed() {
    scene.array.addStoragePool(scene.domainId, "sp2", 1024);
    String volume = scene.create("data");
    assertRefused(check(volume, WRITER, Map.of(), Map.of("storagepool", "sp2")), "'sp1'");
    assertRefused(check(volume, WRITER, Map.of(), Map.of("protectiondomain", "pd2")), "'pd1'");
    assertRefused(check(volume, WRITER, Map.of(), Map.of("provisioning", "thick")), "Thin");
    assertRefused(check(volume, WRITER, Map.of(), Map.of("system", "x")), "scaleio-1");
    assertRefused(check(volume, WRITER, Map.of(), Map.of("unheard", "of")), "unheard");
  }

  @Test
  void aContextThatIsNotOursIsNotConfirmed() {
    String volume = scene.create("data");
    assertRefused(check(volume, WRITER, Map.of("colour", "red"), Map.of()), "'colour'");
    assertRefused(check(volume, WRITER, Map.of("iopsLimit", "1"), Map.of()), "iopsLimit");
  }
}
