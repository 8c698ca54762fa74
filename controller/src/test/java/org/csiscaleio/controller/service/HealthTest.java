package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.VolumeTrouble;
import org.csiscaleio.operation.VolumeTrouble.Severity;
import org.junit.jupiter.api.Test;

/** What the Controller says of volumes that are not well. */
class HealthTest {
  private final Scene scene = new Scene();

  private List<VolumeTrouble> troubles(String id) {
    return scene.controller.get(id, true, soon()).troubles();
  }

  /** A Controller that has not asked anything yet. */
  private ControllerService later() {
    return new ControllerService(scene.system, scene.controller.settings());
  }

  private List<String> ill() {
    return scene.controller.listIll(0, "", soon()).volumes().stream()
        .map(volume -> volume.id().toString())
        .toList();
  }

  @Test
  void volumesOfASoundArrayAreWell() {
    String id = scene.create("a");
    scene.publish(id, GUID_A, Scene.WRITER);

    assertThat(troubles(id)).isEmpty();
    assertThat(ill()).isEmpty();
    assertThat(scene.controller.list(0, "", true, soon()).volumes())
        .allSatisfy(status -> assertThat(status.troubles()).isEmpty());
  }

  @Test
  void failedDevicesAreTheTroubleOfTheirPoolsVolumesOnly() {
    String other = scene.array.addStoragePool(scene.domainId, "sp2", 8192);
    scene.array.setDamage(other, 24, 8);
    String well = scene.create("a");
    String id =
        scene
            .create(Scene.request("b", SizeRange.ANY, Map.of("storagepool", "sp2")))
            .id()
            .toString();

    assertThat(troubles(well)).isEmpty();
    assertThat(troubles(id))
        .extracting(VolumeTrouble::severity, VolumeTrouble::reason)
        .containsExactly(
            tuple(Severity.DEGRADED, "PoolDataFailed"), tuple(Severity.DEGRADED, "PoolDegraded"));
    assertThat(troubles(id)).allSatisfy(trouble -> assertThat(trouble.message()).contains("'sp2'"));
    assertThat(ill()).containsExactly(id);
    assertThat(scene.controller.list(0, "", true, soon()).volumes())
        .filteredOn(status -> !status.troubles().isEmpty())
        .extracting(status -> status.volume().id().toString())
        .containsExactly(id);
  }

  @Test
  void anInactiveDomainMakesItsVolumesInaccessible() {
    String id = scene.create("a");
    scene.array.setDomainActive(scene.domainId, false);
    var later = later();

    assertThat(later.get(id, true, soon()).troubles())
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.severity()).isEqualTo(Severity.INACCESSIBLE);
          assertThat(trouble.reason()).isEqualTo("ProtectionDomainInactive");
          assertThat(trouble.message()).contains("'pd1'");
        });
  }

  @Test
  void aPoolThatIsNearlyFullEndangersItsThinVolumesOnly() {
    String thin = scene.create("a");
    String thick =
        scene
            .create(Scene.request("b", SizeRange.ANY, Map.of("thickprovisioning", "true")))
            .id()
            .toString();
    scene.array.setThinWritten(scene.poolId, 7000);

    assertThat(troubles(thin)).extracting(VolumeTrouble::reason).containsExactly("PoolNearlyFull");
    assertThat(troubles(thick)).isEmpty();
  }

  @Test
  void aHostThatTheArrayLostIsNamed() {
    String one = scene.create("a");
    String two = scene.create("b");
    VolumeCapability shared = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(one, GUID_A, Scene.WRITER);
    scene.publish(two, GUID_A, shared);
    scene.publish(two, GUID_B, shared);
    scene.array.setSdcConnected(scene.sdcA, false);
    var later = later();

    assertThat(later.get(one, true, soon()).troubles())
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.severity()).isEqualTo(Severity.INACCESSIBLE);
          assertThat(trouble.reason()).isEqualTo("SdcDisconnected");
          assertThat(trouble.message()).contains("host-a").doesNotContain("host-b");
        });
    assertThat(later.get(two, true, soon()).troubles())
        .extracting(VolumeTrouble::severity)
        .containsExactly(Severity.DEGRADED);
  }

  @Test
  void theArrayIsAskedNoMoreThanTwiceAMinute() {
    for (int i = 0; i < 5; i++) {
      scene.create("v" + i);
    }
    String id = scene.create("a");
    scene.controller.get(id, true, soon());
    List<Integer> before = asked();

    scene.controller.get(id, true, soon());
    scene.controller.list(0, "", true, soon());
    scene.controller.listIll(0, "", soon());

    assertThat(asked()).isEqualTo(before);
  }

  /** How often the array was asked for what health is told from. */
  private List<Integer> asked() {
    return Stream.of(Call.STORAGE_POOLS, Call.PROTECTION_DOMAINS, Call.POOL_STATISTICS, Call.SDCS)
        .map(scene.system::calls)
        .toList();
  }

  @Test
  void pagesOfTheIllAreCutFromOneLook() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      all.add(scene.create("v" + i));
    }
    scene.array.setDamage(scene.poolId, 8, 0);

    var seen = new ArrayList<String>();
    String token = "";
    do {
      VolumeHealthPage page = scene.controller.listIll(2, token, soon());
      assertThat(page.volumes()).hasSizeLessThanOrEqualTo(2);
      page.volumes().forEach(volume -> seen.add(volume.id().toString()));
      token = page.nextToken();
      scene.create("new-" + seen.size());
    } while (!token.isEmpty());

    assertThat(seen).containsExactlyElementsOf(all);
    Scene.assertFails(
        Failure.Code.ABORTED, () -> scene.controller.listIll(2, "0000000000000000-1", soon()));
  }
}
