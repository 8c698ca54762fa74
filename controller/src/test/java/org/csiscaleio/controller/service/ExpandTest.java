package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** Making volumes larger. */
class ExpandTest {
  private final Scene scene = new Scene();
  private final String volume = scene.create("data");

  private ExpandedVolume expand(String volumeId, long required, long limit) {
    return scene.controller.expand(
        new ExpandRequest(volumeId, new SizeRange(required, limit), Optional.of(WRITER)), soon());
  }

  @Test
  void aVolumeGrowsToTheNextMultipleMappedOrNot() {
    assertThat(expand(volume, 9 * GIB, 0)).isEqualTo(new ExpandedVolume(16 * GIB, true));
    scene.publish(volume, GUID_A, WRITER);
    assertThat(expand(volume, 24 * GIB, 24 * GIB).capacityBytes()).isEqualTo(24 * GIB);
    assertThat(scene.onArray(volume).sizeBytes()).isEqualTo(24 * GIB);
    assertThat(scene.publish(volume, GUID_A, WRITER))
        .containsEntry("sizeKib", Long.toString(24L << 20));
  }

  @Test
  void onlyAFileSystemIsLeftToTheNode() {
    var block = Scene.block(AccessMode.SINGLE_NODE_WRITER);
    var range = new SizeRange(16 * GIB, 0);
    assertThat(
            scene
                .controller
                .expand(new ExpandRequest(volume, range, Optional.of(block)), soon())
                .nodeExpansionRequired())
        .isFalse();
    assertThat(
            scene
                .controller
                .expand(new ExpandRequest(volume, range, Optional.empty()), soon())
                .nodeExpansionRequired())
        .isTrue();
  }

  @Test
  void lessThanThereIsChangesNothingAndTellsTheTruth() {
    scene.array.grow(Scene.arrayId(volume), 32L << 20);

    assertThat(expand(volume, 16 * GIB, 0).capacityBytes()).isEqualTo(32 * GIB);
    assertThat(expand(volume, 32 * GIB, 0).capacityBytes()).isEqualTo(32 * GIB);
    assertThat(expand(volume, 1, 2).capacityBytes()).isEqualTo(32 * GIB);
    assertThat(expand(volume, 0, GIB).capacityBytes()).isEqualTo(32 * GIB);
    assertThat(scene.onArray(volume).sizeBytes()).isEqualTo(32 * GIB);
  }

  @Test
  void sizesTheArrayHasNotAreOutOfRange() {
    assertFails(
        Failure.Code.OUT_OF_RANGE,
        () -> expand(volume, 9 * GIB, 10 * GIB),
        "multiples of 8 GiB",
        "16 GiB");
    assertFails(Failure.Code.OUT_OF_RANGE, () -> expand(volume, 3L << 50, 0));
    assertFails(Failure.Code.OUT_OF_RANGE, () -> expand(volume, Long.MAX_VALUE, 0));
    assertFails(Failure.Code.INVALID_ARGUMENT, () -> expand(volume, 0, 0), "capacity_range");
    assertFails(Failure.Code.INVALID_ARGUMENT, () -> expand(volume, -1, 0));
    assertThat(scene.onArray(volume).sizeBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void aVolumeThatIsNotThereIsNotFound() {
    scene.delete(volume);
    assertFails(Failure.Code.NOT_FOUND, () -> expand(volume, 16 * GIB, 0), volume);
    assertFails(Failure.Code.NOT_FOUND, () -> expand("non-existing-id", 16 * GIB, 0));
  }

  @Test
  void aPoolWithoutRoomIsExhausted() {
    scene.system.faults().fail(Call.GROW_VOLUME, Kind.NO_CAPACITY);
    assertFails(Failure.Code.RESOURCE_EXHAUSTED, () -> expand(volume, 16 * GIB, 0), volume);
  }

  @Test
  void aLostAnswerIsMadeGoodByTheNextCall() {
    scene.system.faults().loseAnswer(Call.GROW_VOLUME);
    assertFails(Failure.Code.UNAVAILABLE, () -> expand(volume, 16 * GIB, 0), "repeat the call");
    assertThat(expand(volume, 16 * GIB, 0).capacityBytes()).isEqualTo(16 * GIB);
  }

  @Test
  void aCloneGrowsAlone() {
    String snapshot = scene.snapshot(volume, "snap");
    String clone = CloneTest.clone(scene, "clone", snapshot).id().toString();

    expand(clone, 16 * GIB, 0);

    assertThat(scene.onArray(clone).sizeBytes()).isEqualTo(16 * GIB);
    assertThat(scene.onArray(snapshot).sizeBytes()).isEqualTo(8 * GIB);
    assertThat(scene.onArray(volume).sizeBytes()).isEqualTo(8 * GIB);
  }
}
