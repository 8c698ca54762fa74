package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.util.Locale;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.MappingAccess;
import org.junit.jupiter.api.Test;

class UnpublishTest {
  private final Scene scene = new Scene();

  @Test
  void theMappingGoesAndTakingItAwayAgainIsFine() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A.toLowerCase(Locale.ROOT));
    assertThat(scene.hostsOf(volume)).isEmpty();
    scene.unpublish(volume, GUID_A);
  }

  @Test
  void otherHostsKeepTheirs() {
    String volume = scene.create("data");
    var shared = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(volume, GUID_A, shared);
    scene.publish(volume, GUID_B, shared);
    scene.unpublish(volume, GUID_A);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_B);
  }

  @Test
  void everywhereMeansEverywhereAndNowhereIsFine() {
    String volume = scene.create("data");
    var shared = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(volume, GUID_A, shared);
    scene.publish(volume, GUID_B, shared);
    scene.controller.unpublishEverywhere(volume, Scene.soon());
    assertThat(scene.hostsOf(volume)).isEmpty();
    scene.controller.unpublishEverywhere(volume, Scene.soon());
  }

  @Test
  void anUnknownVolumeIsMappedNowhere() {
    String volume = scene.create("data");
    scene.delete(volume);
    scene.unpublish(volume, GUID_A);
    scene.controller.unpublishEverywhere(volume, Scene.soon());
    scene.unpublish("fake-vol-id", GUID_A);
    scene.controller.unpublishEverywhere("fake-vol-id", Scene.soon());
  }

  @Test
  void anUnknownNodeHasNothing() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, "fake-node-id");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aNodeWhoseSdcWasAddedAnewIsUnmappedUnderItsNewId() {
    String volume = scene.create("data");
    scene.unpublish(volume, GUID_A);
    scene.array.removeSdc(scene.sdcA);
    String anew = scene.array.addSdc(GUID_A, "host-a", "192.0.2.21");
    scene.array.map(Scene.arrayId(volume), anew, false, MappingAccess.READ_WRITE);
    scene.unpublish(volume, GUID_A);
    assertThat(scene.onArray(volume).mappings()).isEmpty();
    scene.array.removeSdc(anew);
    scene.unpublish(volume, GUID_A);
  }

  @Test
  void aVolumeOfAnotherSystemIsNotCalledUnmapped() {
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.unpublish("00000000000000aa-00000000000000bb", GUID_A),
        "00000000000000aa");
  }

  @Test
  void aFailureOnTheWayIsNoSuccess() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.system.faults().fail(Call.UNMAP, Kind.UNREACHABLE);
    assertFails(UNAVAILABLE, () -> scene.unpublish(volume, GUID_A), volume, "host-a");
    scene.system.faults().loseAnswer(Call.UNMAP);
    assertFails(UNAVAILABLE, () -> scene.unpublish(volume, GUID_A), "repeat the call");
    scene.unpublish(volume, GUID_A);
    assertThat(scene.hostsOf(volume)).isEmpty();
  }
}
