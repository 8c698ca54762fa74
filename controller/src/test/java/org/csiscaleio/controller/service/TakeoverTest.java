package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.mount;
import static org.csiscaleio.operation.Failure.Code.ALREADY_EXISTS;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A volume that a host had which is gone. */
class TakeoverTest {
  private static final Map<String, String> PREEMPT = Map.of("preempt", "true");

  private static Scene scene(Preemption preemption) {
    return new Scene(
        ControllerSettings.defaults().withStoragePool("sp1").withPreemption(preemption));
  }

  /** A volume that host A has, which is then lost to the array. */
  private static String lost(Scene scene) {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.array.setSdcConnected(scene.sdcA, false);
    return volume;
  }

  private static Map<String, String> publishToB(
      Scene scene, String volume, Map<String, String> context) {
    return scene.publish(volume, GUID_B, WRITER, false, context);
  }

  @Test
  void theOneWhoAsksGetsItFromADisconnectedHostWhereTheOperatorAllowsIt() {
    Scene scene = scene(Preemption.ON_REQUEST);
    String volume = lost(scene);

    assertThat(publishToB(scene, volume, PREEMPT)).containsEntry("mappedBy", "controller");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_B);
  }

  @Test
  void whoDoesNotAskIsRefusedUnlessItIsDoneAlways() {
    Scene onRequest = scene(Preemption.ON_REQUEST);
    String first = lost(onRequest);
    assertFails(
        FAILED_PRECONDITION, () -> publishToB(onRequest, first, Map.of()), "host-a", "unpublish");
    assertThat(onRequest.hostsOf(first)).containsExactly(GUID_A);

    Scene always = scene(Preemption.ALWAYS);
    String second = lost(always);
    publishToB(always, second, Map.of());
    assertThat(always.hostsOf(second)).containsExactly(GUID_B);
  }

  @Test
  void whereItIsOffAskingDoesNotHelpAndTheRefusalSaysSo() {
    Scene scene = scene(Preemption.OFF);
    String volume = lost(scene);

    assertFails(
        FAILED_PRECONDITION,
        () -> publishToB(scene, volume, PREEMPT),
        "host-a",
        "setting preempt is off");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @ParameterizedTest
  @EnumSource(Preemption.class)
  void aConnectedHostIsNeverRobbed(Preemption preemption) {
    Scene scene = scene(preemption);
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);

    assertFails(FAILED_PRECONDITION, () -> publishToB(scene, volume, PREEMPT), "host-a");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aHostThatIsBackIsNotRobbedThoughItWasGoneWhenLastAskedAbout() {
    Scene scene = scene(Preemption.ALWAYS);
    String volume = lost(scene);
    scene.publish(scene.create("other"), GUID_B, WRITER);
    scene.array.setSdcConnected(scene.sdcA, true);

    assertFails(FAILED_PRECONDITION, () -> publishToB(scene, volume, PREEMPT), "is connected");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void readersOfAVolumeKeepItWhenAnotherReaderComes() {
    Scene scene = scene(Preemption.ALWAYS);
    String volume = scene.create("data");
    VolumeCapability reader = mount(AccessMode.MULTI_NODE_READER_ONLY);
    scene.publish(volume, GUID_A, reader);
    scene.array.setSdcConnected(scene.sdcA, false);

    scene.publish(volume, GUID_B, reader);

    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
  }

  @Test
  void aMappingOfItsOwnThatIsNotAsAskedForIsReportedBeforeAnybodyIsRobbed() {
    Scene scene = scene(Preemption.ALWAYS);
    String volume = scene.create("data");
    VolumeCapability reader = mount(AccessMode.MULTI_NODE_READER_ONLY);
    scene.publish(volume, GUID_A, reader);
    scene.publish(volume, GUID_B, reader);
    scene.array.setSdcConnected(scene.sdcA, false);

    assertFails(ALREADY_EXISTS, () -> publishToB(scene, volume, PREEMPT));
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
  }

  @Test
  void whatIsNeitherTrueNorFalseIsRefused() {
    Scene scene = scene(Preemption.ON_REQUEST);
    String volume = lost(scene);

    assertFails(
        INVALID_ARGUMENT, () -> publishToB(scene, volume, Map.of("preempt", "yes")), "preempt");
  }
}
