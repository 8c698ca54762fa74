package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot's id given to the calls for volumes, whose ids have the same form, whether or not this
 * process took the snapshot.
 */
class SnapshotIsNoVolumeTest {
  private final Scene scene = new Scene();
  private final String source = scene.create("source");

  private final String snapshot = scene.snapshot(source, "snap");

  /** The one that took it, or one that was started since. */
  private ControllerService controller(boolean thatTookIt) {
    return thatTookIt
        ? scene.controller
        : new ControllerService(scene.system, ControllerSettings.defaults().withStoragePool("sp1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deleteVolumeLeavesIt(boolean thatTookIt) {
    assertFails(
        INVALID_ARGUMENT,
        () -> controller(thatTookIt).delete(snapshot, soon()),
        snapshot,
        "DeleteSnapshot");
    assertThat(scene.onArray(snapshot)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsNotExpanded(boolean thatTookIt) {
    assertFails(
        NOT_FOUND,
        () ->
            controller(thatTookIt)
                .expand(
                    new ExpandRequest(snapshot, Scene.atLeast(16 * GIB), Optional.empty()), soon()),
        snapshot,
        "is a snapshot");
    assertThat(scene.onArray(snapshot).sizeBytes()).isEqualTo(8 * GIB);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsNotLookedAt(boolean thatTookIt) {
    assertFails(
        NOT_FOUND, () -> controller(thatTookIt).get(snapshot, soon()), snapshot, "is a snapshot");
    assertFails(
        NOT_FOUND,
        () ->
            controller(thatTookIt)
                .check(new CapabilityCheck(snapshot, List.of(WRITER), Map.of(), Map.of()), soon()),
        snapshot,
        "is a snapshot");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsNotPublishedToBeWrittenTo(boolean thatTookIt) {
    assertFails(
        FAILED_PRECONDITION,
        () -> publish(thatTookIt, false),
        snapshot,
        "read-only",
        "CreateVolume");
    assertThat(scene.hostsOf(snapshot)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsPublishedToBeReadWhereTheArrayHoldsWritersOff(boolean thatTookIt) {
    publish(thatTookIt, true);
    assertThat(scene.hostsOf(snapshot)).containsExactly(GUID_A);
  }

  private void publish(boolean thatTookIt, boolean readOnly) {
    controller(thatTookIt)
        .publish(PublishRequest.of(snapshot, GUID_A, WRITER, readOnly, Map.of()), soon());
  }
}
