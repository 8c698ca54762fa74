package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.AccessMode.MULTI_NODE_MULTI_WRITER;
import static org.csiscaleio.controller.service.AccessMode.MULTI_NODE_READER_ONLY;
import static org.csiscaleio.controller.service.AccessMode.MULTI_NODE_SINGLE_WRITER;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.block;
import static org.csiscaleio.controller.service.Scene.mount;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;

import java.util.Map;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.MappingAccess;
import org.junit.jupiter.api.Test;

class MultiNodePublishTest {
  private final Scene scene = new Scene();

  @Test
  void manyMayReadAMountedVolume() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, mount(MULTI_NODE_READER_ONLY));
    scene.publish(volume, GUID_B, mount(MULTI_NODE_READER_ONLY));
    scene.publish(volume, GUID_A, mount(MULTI_NODE_READER_ONLY));
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
    assertThat(scene.onArray(volume).mappings())
        .extracting("access")
        .containsOnly(MappingAccess.READ_ONLY);
  }

  @Test
  void nobodyReadsAVolumeAsReadOnlyWhileAnotherWritesIt() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.publish(volume, GUID_B, mount(MULTI_NODE_READER_ONLY)),
        "host-a",
        "which may write");
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void nobodyWritesAVolumeThatOthersRead() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, mount(MULTI_NODE_READER_ONLY));
    assertFails(FAILED_PRECONDITION, () -> scene.publish(volume, GUID_B, WRITER), "host-a");
  }

  @Test
  void manyMayWriteABlockVolume() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, block(MULTI_NODE_MULTI_WRITER));
    scene.publish(volume, GUID_B, block(MULTI_NODE_MULTI_WRITER));
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
  }

  @Test
  void oneWritesAndManyReadABlockVolume() {
    String volume = scene.create("data");
    var capability = block(MULTI_NODE_SINGLE_WRITER);
    scene.publish(volume, GUID_A, capability, true, Map.of());
    scene.publish(volume, GUID_B, capability, false, Map.of());
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
    scene.unpublish(volume, GUID_A);
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.publish(volume, GUID_A, capability, false, Map.of()),
        "host-b",
        "which may write");
    scene.publish(volume, GUID_A, capability, true, Map.of());
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_B, GUID_A);
  }

  /** There a mapping does not tell whether it may write, so the orchestrator must be believed. */
  @Test
  void anOldArrayMapsReadersBesideEachOther() {
    var old =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1"), new GatewayVersion(2, 6));
    String volume = old.create("data");
    old.publish(volume, GUID_A, mount(MULTI_NODE_READER_ONLY));
    old.publish(volume, GUID_B, mount(MULTI_NODE_READER_ONLY));
    assertThat(old.hostsOf(volume)).containsExactly(GUID_A, GUID_B);
  }

  @Test
  void aMountedFileSystemIsNeverWrittenFromTwoHosts() {
    String volume = scene.create("data");
    for (AccessMode mode : new AccessMode[] {MULTI_NODE_MULTI_WRITER, MULTI_NODE_SINGLE_WRITER}) {
      assertFails(
          INVALID_ARGUMENT,
          () -> scene.publish(volume, GUID_A, mount(mode)),
          volume,
          "destroy themselves");
    }
    assertThat(scene.hostsOf(volume)).isEmpty();
  }
}
