package org.csiscaleio.image.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.node.service.VolumeMount;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Test;

/** Mounts of volumes that this host does not have, or not any more. */
class HostOrphansTest {
  private static final String SYSTEM = "1f3c6a2b7d8e9a0f";
  private static final String HERE = "B71F01AE-FF7A-47C5-A303-583FFD416818";

  private final FakeScaleIoSystem system = new FakeScaleIoSystem();
  private final FakeArray array = system.array();
  private final String poolId = array.addStoragePool(array.addProtectionDomain("pd1"), "sp1", 8192);
  private final String here = array.addSdc(HERE, "host-a", "192.0.2.21");
  private final String other =
      array.addSdc("0E2C4A77-91D0-4D8B-9F0A-6C1B2D3E4F50", "host-b", "192.0.2.22");

  private List<Orphan> orphans(VolumeMount mount) {
    return HostOrphans.of(
        ArrayView.read(system, Deadline.after(Duration.ofSeconds(5))),
        SYSTEM,
        HERE,
        List.of(mount));
  }

  private static VolumeMount mount(String systemId, String volumeId) {
    return new VolumeMount(
        Path.of("/data"), "/dev/scinia", Optional.of(new VolumeId(systemId, volumeId)));
  }

  private String volume(String name) {
    return array.create(new NewVolume(name, poolId, 8L << 20, VolumeType.THIN));
  }

  @Test
  void aMountOfAVolumeThatIsMappedHereIsFine() {
    String id = volume("data");
    array.map(id, here, false, MappingAccess.READ_WRITE);
    assertThat(orphans(mount(SYSTEM, id))).isEmpty();
  }

  @Test
  void oneThatIsMappedElsewhereOrGoneIsShownAndNeverRemoved() {
    String id = volume("data");
    array.map(id, other, false, MappingAccess.READ_WRITE);
    assertThat(orphans(mount(SYSTEM, id)))
        .singleElement()
        .satisfies(orphan -> {
          assertThat(orphan.why()).contains("not mapped to this host");
          assertThat(orphan.removable()).isFalse();
        });
    assertThat(orphans(mount(SYSTEM, "00000000000000aa")))
        .singleElement()
        .satisfies(orphan -> assertThat(orphan.why()).contains("has no more"));
    assertThat(orphans(new VolumeMount(Path.of("/data"), "/dev/scinib", Optional.empty())))
        .singleElement()
        .satisfies(orphan -> assertThat(orphan.why()).contains("no link"));
  }

  @Test
  void volumesOfAnotherSystemAreNotJudged() {
    assertThat(orphans(mount("2f3c6a2b7d8e9a0f", "00000000000000aa"))).isEmpty();
  }
}
