package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.atLeast;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.operation.Failure.Code.ALREADY_EXISTS;
import static org.csiscaleio.operation.Failure.Code.DEADLINE_EXCEEDED;
import static org.csiscaleio.operation.Failure.Code.RESOURCE_EXHAUSTED;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.time.Duration;
import java.util.Map;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Test;

class RepeatedCreateTest {
  private final Scene scene = new Scene();

  @Test
  void theSameRequestFindsTheSameVolume() {
    String first = scene.create("data");
    assertThat(scene.create("data")).isEqualTo(first);
    assertThat(scene.array.volumes()).hasSize(1);
  }

  @Test
  void anotherInstanceFindsItToo() {
    String first = scene.create("data");
    var restarted = new ControllerService(scene.system, scene.controller.settings());
    assertThat(restarted.create(request("data"), Scene.soon()).id()).hasToString(first);
  }

  @Test
  void aSizeThatSatisfiesTheRangeIsCompatible() {
    var first = scene.create(request("data", atLeast(10 * GIB), Map.of()));
    assertThat(scene.create(request("data"))).isEqualTo(first);
    assertThat(scene.create(request("data", new SizeRange(1, 16 * GIB), Map.of())))
        .isEqualTo(first);
  }

  @Test
  void aSizeOutsideTheRangeIsNot() {
    scene.create(request("data", atLeast(10 * GIB), Map.of()));
    assertFails(
        ALREADY_EXISTS,
        () -> scene.create(request("data", atLeast(17 * GIB), Map.of())),
        "volume 'data'",
        "16 GiB");
    assertFails(
        ALREADY_EXISTS,
        () -> scene.create(request("data", new SizeRange(0, 8 * GIB), Map.of())),
        "16 GiB");
    assertThat(scene.array.volumes()).hasSize(1);
  }

  @Test
  void anotherPoolIsNot() {
    scene.array.addStoragePool(scene.domainId, "sp2", 1024);
    scene.create("data");
    assertFails(
        ALREADY_EXISTS,
        () -> scene.create(request("data", SizeRange.ANY, Map.of("storagepool", "sp2"))),
        "'sp1'",
        "'sp2'");
  }

  @Test
  void anotherKindOfProvisioningIsNot() {
    scene.create("data");
    assertFails(
        ALREADY_EXISTS,
        () -> scene.create(request("data", SizeRange.ANY, Map.of("provisioning", "thick"))),
        "ThinProvisioned, not ThickProvisioned");
  }

  @Test
  void aSnapshotOfThatNameIsNot() {
    String volume = scene.create("data");
    scene.array.addSnapshot(Scene.arrayId(volume), "data2");
    assertFails(ALREADY_EXISTS, () -> scene.create("data2"), "snapshot");
  }

  @Test
  void aVolumeWhoseAnswerWasLostIsFoundByTheRetry() {
    scene.system.faults().loseAnswer(Call.CREATE_VOLUME);
    assertFails(UNAVAILABLE, () -> scene.create("data"), "volume 'data'", "repeat the call");
    String found = scene.create("data");
    assertThat(scene.array.volumes()).hasSize(1);
    assertThat(scene.onArray(found).name()).isEqualTo("data");
  }

  /** The earlier attempt took the room, and the array need not mention the name any more. */
  @Test
  void aVolumeWhoseAnswerWasLostIsFoundInAFullPoolToo() {
    scene.system.faults().loseAnswer(Call.CREATE_VOLUME);
    assertFails(UNAVAILABLE, () -> scene.create("data"));
    for (Kind kind : new Kind[] {Kind.NO_CAPACITY, Kind.LIMIT_REACHED, Kind.DOMAIN_NOT_ACTIVE}) {
      scene.system.faults().fail(Call.CREATE_VOLUME, kind);
      assertThat(scene.onArray(scene.create("data")).name()).isEqualTo("data");
    }
  }

  @Test
  void aFullPoolWithoutThatVolumeStaysAFailure() {
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY);
    assertFails(RESOURCE_EXHAUSTED, () -> scene.create("data"), "volume 'data'");
    assertThat(scene.array.volumes()).isEmpty();
  }

  @Test
  void aNameThatIsFreeAgainWhenItIsLookedUpIsAskedForOnceMore() {
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.NAME_IN_USE);
    assertThat(scene.onArray(scene.create("data")).name()).isEqualTo("data");
  }

  @Test
  void aNameThatComesAndGoesIsUnavailableInTheEnd() {
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.NAME_IN_USE, 100);
    assertFails(UNAVAILABLE, () -> scene.create("data"), "repeat the call");
  }

  @Test
  void anArrayThatIsAwayOrSlowIsRetryableAndMakesNothingTwice() {
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.UNREACHABLE);
    assertFails(UNAVAILABLE, () -> scene.create("data"));
    scene.system.faults().delay(Call.CREATE_VOLUME, Duration.ofSeconds(30));
    assertFails(
        DEADLINE_EXCEEDED,
        () -> scene.controller.create(request("data"), Deadline.after(Duration.ofMillis(50))));
    assertThat(scene.array.volumes()).isEmpty();
    scene.create("data");
    assertThat(scene.array.volumes()).hasSize(1);
  }
}
