package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests each call costs once system, pools, limits and SDCs are known. */
class GatewayCallBudgetTest {
  private final Scene scene = new Scene(ControllerSettings.defaults().withStoragePool("sp1"));

  @BeforeEach
  void warmUp() {
    String volume = scene.create("warm");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A);
    scene.delete(volume);
    scene.controller.capacity(List.of(), Map.of(), Scene.soon());
  }

  /** The system is asked for its id in every call, and answers from memory after the first. */
  private void assertCosts(int requests, Runnable call) {
    scene.system.resetCalls();
    call.run();
    assertThat(scene.system.allCalls() - scene.system.calls(Call.INFO)).isEqualTo(requests);
  }

  @Test
  void aVolumeIsMadeByOneRequest() {
    assertCosts(1, () -> scene.create("data"));
  }

  @Test
  void aVolumeThatIsThereIsFoundByThree() {
    scene.create("data");
    assertCosts(3, () -> scene.create("data"));
  }

  @Test
  void aVolumeIsDeletedByOneRequest() {
    String volume = scene.create("data");
    assertCosts(1, () -> scene.delete(volume));
    assertCosts(1, () -> scene.delete(volume));
    assertCosts(0, () -> scene.delete("no-such-id"));
  }

  @Test
  void aVolumeThatThisProcessDidNotSeeYetCostsALookAtItsKindToDeleteAndToExpand() {
    scene.array.addThinVolumes(scene.poolId, "foreign", 2);
    String first = scene.array.volumeNamed("foreign0").orElseThrow().id();
    String second = scene.array.volumeNamed("foreign1").orElseThrow().id();
    assertCosts(2, () -> scene.delete(first));
    assertCosts(2, () -> expand(second, 16));
    assertCosts(1, () -> expand(second, 24));
    assertCosts(1, () -> scene.delete(second));
  }

  @Test
  void aSizeThatTheArrayHasNotIsRefusedAfterOneLook() {
    scene.array.addThinVolumes(scene.poolId, "foreign", 1);
    String unseen = scene.array.volumeNamed("foreign0").orElseThrow().id();
    var impossible = new SizeRange(9 * Scene.GIB, 10 * Scene.GIB);
    for (String volume : List.of(unseen, scene.create("data"))) {
      var request = new ExpandRequest(volume, impossible, Optional.empty());
      assertCosts(
          1,
          () ->
              Scene.assertFails(
                  Failure.Code.OUT_OF_RANGE, () -> scene.controller.expand(request, Scene.soon())));
    }
  }

  private void expand(String volume, long gib) {
    scene.controller.expand(
        new ExpandRequest(volume, Scene.atLeast(gib * Scene.GIB), Optional.empty()), Scene.soon());
  }

  @Test
  void aVolumeIsMappedByOneRequestAndUnmappedByOne() {
    String volume = scene.create("data");
    assertCosts(1, () -> scene.publish(volume, GUID_A, WRITER));
    assertCosts(2, () -> scene.publish(volume, GUID_A, WRITER));
    assertCosts(1, () -> scene.unpublish(volume, GUID_A));
    assertCosts(1, () -> scene.unpublish(volume, GUID_A));
    assertCosts(1, () -> scene.controller.unpublishEverywhere(volume, Scene.soon()));
  }

  @Test
  void aVolumeThatThisProcessDidNotSeeYetCostsALookAtItsSize() {
    scene.array.addThinVolumes(scene.poolId, "foreign", 1);
    String id = scene.array.volumeNamed("foreign0").orElseThrow().id();
    assertCosts(2, () -> scene.publish(id, GUID_A, WRITER));
    scene.unpublish(id, GUID_A);
    assertCosts(1, () -> scene.publish(id, GUID_A, WRITER));
  }

  @Test
  void ioLimitsCostOneMore() {
    String volume = scene.create("data");
    var limits = Map.of("iopsLimit", "100");
    assertCosts(2, () -> scene.publish(volume, GUID_A, WRITER, false, limits));
    assertCosts(2, () -> scene.publish(volume, GUID_A, WRITER, false, limits));
  }

  private void modify(String volume, String iops) {
    scene.controller.modify(ModifyRequest.of(volume, Map.of("iopsLimit", iops)), Scene.soon());
  }

  @Test
  void limitsAreModifiedByOneLookOneForTheRecordAndOneForEachMapping() {
    String volume = scene.create("data");
    assertCosts(2, () -> modify(volume, "100"));
    assertCosts(2, () -> modify(volume, "200"));
    assertCosts(1, () -> modify(volume, "200"));
    assertCosts(2, () -> scene.publish(volume, GUID_A, WRITER));
    assertCosts(3, () -> modify(volume, "300"));
    assertCosts(1, () -> modify(volume, "300"));
    scene.unpublish(volume, GUID_A);
    assertCosts(3, () -> scene.delete(volume));
  }

  @Test
  void otherVolumesCostNoMoreBecauseOneWasModified() {
    modify(scene.create("limited"), "100");
    String volume = scene.create("data");
    assertCosts(1, () -> scene.publish(volume, GUID_A, WRITER));
    assertCosts(1, () -> scene.unpublish(volume, GUID_A));
    assertCosts(1, () -> scene.delete(volume));
  }

  @Test
  void theFirstReaderCostsOneAndFurtherOnesThree() {
    String volume = scene.create("data");
    var reader = Scene.mount(AccessMode.MULTI_NODE_READER_ONLY);
    assertCosts(1, () -> scene.publish(volume, GUID_A, reader));
    assertCosts(3, () -> scene.publish(volume, GUID_B, reader));
  }

  @Test
  void manyWritersOfABlockVolumeCostOneEach() {
    String volume = scene.create("data");
    var writer = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    assertCosts(1, () -> scene.publish(volume, GUID_A, writer));
    assertCosts(1, () -> scene.publish(volume, GUID_B, writer));
  }

  @Test
  void aLimitOfVolumesPerNodeCostsOneMore() {
    var limited =
        new ControllerService(scene.system, scene.controller.settings().withMaxVolumesPerNode(5));
    String first = limited.create(request("a"), Scene.soon()).id().toString();
    String second = limited.create(request("b"), Scene.soon()).id().toString();
    limited.publish(PublishRequest.of(first, GUID_A, WRITER, false, Map.of()), Scene.soon());
    assertCosts(
        2,
        () ->
            limited.publish(
                PublishRequest.of(second, GUID_A, WRITER, false, Map.of()), Scene.soon()));
  }

  @Test
  void anyNumberOfVolumesIsListedByOneRequest() {
    for (int i = 0; i < 30; i++) {
      String volume = scene.create("v" + i);
      scene.publish(volume, i % 2 == 0 ? GUID_A : GUID_B, WRITER);
    }
    assertCosts(1, () -> scene.controller.list(0, "", Scene.soon()));
    assertCosts(
        1,
        () -> {
          String token = "";
          do {
            token = scene.controller.list(7, token, Scene.soon()).nextToken();
          } while (!token.isEmpty());
        });
  }

  @Test
  void capacityGettingAndCheckingCostOneRequestEach() {
    String volume = scene.create("data");
    assertCosts(1, () -> scene.controller.capacity(List.of(WRITER), Map.of(), Scene.soon()));
    assertCosts(1, () -> scene.controller.get(volume, Scene.soon()));
    var check =
        new CapabilityCheck(volume, List.of(WRITER), Map.of(), Map.of("storagepool", "sp1"));
    assertCosts(1, () -> scene.controller.check(check, Scene.soon()));
  }

  @Test
  void aRefusalBeforeTheArrayIsAskedCostsNothing() {
    assertCosts(
        0,
        () ->
            Scene.failure(
                () -> scene.create(request("a", Scene.atLeast(Long.MAX_VALUE), Map.of()))));
  }

  private void snapshot(String volume, String name) {
    scene.controller.snapshots().create(new SnapshotRequest(volume, name), Scene.soon());
  }

  private void clone(String name, String source, long bytes) {
    scene.create(
        new CreateRequest(
            name,
            Scene.atLeast(bytes),
            List.of(WRITER),
            VolumeParameters.parse(Map.of("storagepool", "sp1")),
            Optional.of(new ContentSource.OfVolume(source))));
  }

  @Test
  void aSnapshotIsTakenByOneRequestOnceItsTreeWasCounted() {
    String volume = scene.create("data");
    assertCosts(3, () -> snapshot(volume, "first"));
    assertCosts(1, () -> snapshot(volume, "second"));
    assertCosts(3, () -> snapshot(volume, "second"));
  }

  @Test
  void aGroupSnapshotIsTakenByOneRequestAndReadByOne() {
    String a = scene.create("a");
    String b = scene.create("b");
    var request = new GroupRequest("g", List.of(a, b));
    assertCosts(2, () -> scene.controller.snapshots().createGroup(request, Scene.soon()));
    assertThat(scene.system.calls(Call.SNAPSHOT)).isEqualTo(1);
  }

  @Test
  void aCloneIsMadeByOneRequestAndALargerOneByTwo() {
    String volume = scene.create("data");
    assertCosts(1, () -> clone("clone", volume, 1));
    assertCosts(2, () -> clone("larger", volume, 16 * Scene.GIB));
    assertCosts(3, () -> clone("clone", volume, 1));
  }

  @Test
  void aVolumeIsExpandedByOneRequest() {
    String volume = scene.create("data");
    var request = new ExpandRequest(volume, Scene.atLeast(16 * Scene.GIB), Optional.of(WRITER));
    assertCosts(1, () -> scene.controller.expand(request, Scene.soon()));
    assertCosts(1, () -> scene.controller.expand(request, Scene.soon()));
  }

  @Test
  void snapshotsAreListedByOneRequestThoseOfAVolumeByTwoAndDeletedByTwo() {
    String volume = scene.create("data");
    snapshot(volume, "first");
    var snapshots = scene.controller.snapshots();
    var all = new SnapshotQuery(0, "", "", "");
    String id = snapshots.list(all, Scene.soon()).snapshots().getFirst().id().toString();
    assertCosts(1, () -> snapshots.list(all, Scene.soon()));
    assertCosts(1, () -> snapshots.list(new SnapshotQuery(0, "", "", id), Scene.soon()));
    assertCosts(2, () -> snapshots.list(new SnapshotQuery(0, "", volume, ""), Scene.soon()));
    assertCosts(1, () -> snapshots.get(id, Scene.soon()));
    assertCosts(2, () -> snapshots.delete(id, Scene.soon()));
  }
}
