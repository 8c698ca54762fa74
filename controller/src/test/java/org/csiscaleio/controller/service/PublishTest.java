package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.mount;
import static org.csiscaleio.operation.Failure.Code.ALREADY_EXISTS;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.MappingAccess;
import org.junit.jupiter.api.Test;

class PublishTest {
  private static final String UNKNOWN_GUID = "11111111-2222-3333-4444-555555555555";

  private final Scene scene = new Scene();

  private MappingAccess accessOf(String volume) {
    return scene.onArray(volume).mappings().getFirst().access();
  }

  @Test
  void aVolumeIsMappedAndTheContextSaysWhoDidItAndWhatItIs() {
    String volume = scene.create("data");
    assertThat(scene.publish(volume, GUID_A, WRITER))
        .isEqualTo(
            Map.of(
                "mappedBy",
                "controller",
                "systemId",
                FakeArray.SYSTEM_ID,
                "volumeId",
                Scene.arrayId(volume),
                "sizeKib",
                "8388608"));
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
    assertThat(accessOf(volume)).isEqualTo(MappingAccess.READ_WRITE);
  }

  @Test
  void publishingAgainIsFineAndSaysTheSame() {
    String volume = scene.create("data");
    var first = scene.publish(volume, GUID_A, WRITER);
    assertThat(scene.publish(volume, GUID_A, WRITER)).isEqualTo(first);
    var restarted = new ControllerService(scene.system, scene.controller.settings());
    assertThat(
            restarted.publish(
                PublishRequest.of(volume, GUID_A, WRITER, false, Map.of()), Scene.soon()))
        .isEqualTo(first);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aNodeIdIsComparedWithoutRegardToCase() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A.toLowerCase(Locale.ROOT), WRITER);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void anUnknownVolumeIsReportedBeforeAnUnknownNode() {
    String gone = scene.create("gone");
    scene.delete(gone);
    assertFails(NOT_FOUND, () -> scene.publish("fake-vol-id", UNKNOWN_GUID, WRITER), "fake-vol-id");
    assertFails(NOT_FOUND, () -> scene.publish(gone, UNKNOWN_GUID, WRITER), "no volume " + gone);
    assertFails(NOT_FOUND, () -> scene.publish(gone, GUID_A, WRITER), "no volume " + gone);
  }

  @Test
  void anUnknownNodeIsNotFoundAndTheAdviceIsToLookAtItsSdc() {
    String volume = scene.create("data");
    assertFails(
        NOT_FOUND,
        () -> scene.publish(volume, UNKNOWN_GUID, WRITER),
        volume,
        UNKNOWN_GUID,
        "drv_cfg");
    assertThat(scene.hostsOf(volume)).isEmpty();
  }

  @Test
  void aVolumeOfAnotherSystemIsNotFoundHere() {
    String here = Scene.arrayId(scene.create("data"));
    assertFails(
        NOT_FOUND,
        () -> scene.publish("00000000000000aa-" + here, GUID_A, WRITER),
        "00000000000000aa",
        FakeArray.SYSTEM_ID);
  }

  @Test
  void aNodeThatJoinedAfterTheOthersWereRememberedIsFound() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A);
    scene.array.addSdc(UNKNOWN_GUID, "late", "192.0.2.23");
    scene.publish(volume, UNKNOWN_GUID, WRITER);
    assertThat(scene.onArray(volume).mappings()).hasSize(1);
  }

  @Test
  void aNodeWhoseSdcWasRemovedAndAddedAgainIsFoundUnderItsNewId() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A);
    scene.array.removeSdc(scene.sdcA);
    String anew = scene.array.addSdc(GUID_A, "host-a", "192.0.2.21");
    scene.publish(volume, GUID_A, WRITER);
    assertThat(scene.onArray(volume).mappings()).extracting("sdcId").containsExactly(anew);
    scene.unpublish(volume, GUID_A);
    scene.array.removeSdc(anew);
    assertFails(NOT_FOUND, () -> scene.publish(volume, GUID_A, WRITER), GUID_A);
  }

  @Test
  void aVolumeThatAnotherHostHasIsRefusedAndTheHostIsNamed() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.publish(volume, GUID_B, WRITER),
        volume,
        "'data'",
        "host-a",
        "192.0.2.21",
        GUID_A);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aVolumeThatMovesOnIsMappedToTheNextHost() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    scene.unpublish(volume, GUID_A);
    scene.publish(volume, GUID_B, WRITER);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_B);
  }

  @Test
  void aVolumeMappedHereAndElsewhereIsNotPublishedAsASingleNodes() {
    String volume = scene.create("data");
    var shared = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(volume, GUID_A, shared);
    scene.publish(volume, GUID_B, shared);
    assertFails(FAILED_PRECONDITION, () -> scene.publish(volume, GUID_A, WRITER), "host-b");
  }

  @Test
  void readOnlyMeansAReadOnlyMapping() {
    String byFlag = scene.create("a");
    scene.publish(byFlag, GUID_A, WRITER, true, Map.of());
    assertThat(accessOf(byFlag)).isEqualTo(MappingAccess.READ_ONLY);
    String byMode = scene.create("b");
    scene.publish(byMode, GUID_A, mount(AccessMode.SINGLE_NODE_READER_ONLY));
    assertThat(accessOf(byMode)).isEqualTo(MappingAccess.READ_ONLY);
  }

  @Test
  void readOnlyAfterReadWriteOnTheSameNodeAlreadyExistsAndSoDoesTheReverse() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    assertFails(
        ALREADY_EXISTS,
        () -> scene.publish(volume, GUID_A, WRITER, true, Map.of()),
        volume,
        "READ_WRITE and not as READ_ONLY");
    scene.unpublish(volume, GUID_A);
    scene.publish(volume, GUID_A, WRITER, true, Map.of());
    assertFails(ALREADY_EXISTS, () -> scene.publish(volume, GUID_A, WRITER), "READ_ONLY");
  }

  /** Before 3.0 mappings have no mode: the node mounts read-only, and repeating must stay fine. */
  @Test
  void anOldArrayKnowsNoReadOnlyMappingAndARepeatIsFine() {
    var old =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1"), new GatewayVersion(2, 6));
    String volume = old.create("data");
    old.publish(volume, GUID_A, WRITER, true, Map.of());
    old.publish(volume, GUID_A, WRITER, true, Map.of());
    assertThat(old.hostsOf(volume)).containsExactly(GUID_A);
    assertFails(FAILED_PRECONDITION, () -> old.publish(volume, GUID_B, WRITER), "host-a");
  }

  /** Whichever request to the array it was: the operator is told what became of his volume. */
  @Test
  void aFailureOnTheWayNamesTheVolumeAndTheNode() {
    String volume = scene.create("data");
    for (Call call : List.of(Call.SDCS, Call.MAP)) {
      scene.system.faults().fail(call, Kind.UNREACHABLE);
      assertFails(UNAVAILABLE, () -> scene.publish(volume, GUID_A, WRITER), volume, "failed");
    }
  }

  @Test
  void aVolumeThatGrewOnTheArrayIsPublishedInItsNewSizeOnceItWasSeen() {
    String volume = scene.create("data");
    scene.array.grow(Scene.arrayId(volume), 3 * VolumeSize.BLOCK_KIB);
    scene.controller.list(0, "", Scene.soon());
    assertThat(scene.publish(volume, GUID_A, WRITER)).containsEntry("sizeKib", "25165824");
  }

  @Test
  void anSdcThatIsNotApprovedIsRefusedWithAdvice() {
    scene.array.setSdcApproved(scene.sdcA, false);
    String volume = scene.create("data");
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.publish(volume, GUID_A, WRITER),
        "host-a",
        "approve the SDC");
  }

  @Test
  void aVolumeMappedToAllSdcsIsRefused() {
    String volume = scene.create("data");
    scene.array.mapToAll(Scene.arrayId(volume));
    var fresh = new ControllerService(scene.system, scene.controller.settings());
    assertFails(
        FAILED_PRECONDITION,
        () ->
            fresh.publish(PublishRequest.of(volume, GUID_A, WRITER, false, Map.of()), Scene.soon()),
        "mapped to all SDCs");
  }

  @Test
  void aMappingWhoseAnswerWasLostIsFoundByTheRetry() {
    String volume = scene.create("data");
    scene.system.faults().loseAnswer(Call.MAP);
    assertFails(
        UNAVAILABLE, () -> scene.publish(volume, GUID_A, WRITER), volume, "repeat the call");
    scene.publish(volume, GUID_A, WRITER);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aHostThatGaveTheVolumeUpMeanwhileIsNoObstacle() {
    String volume = scene.create("data");
    scene.system.faults().fail(Call.MAP, Kind.MAPPED_ELSEWHERE);
    scene.publish(volume, GUID_A, WRITER);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void mappingsThatKeepChangingAreUnavailableInTheEnd() {
    String volume = scene.create("data");
    scene.system.faults().fail(Call.MAP, Kind.MAPPED_ELSEWHERE, 100);
    assertFails(UNAVAILABLE, () -> scene.publish(volume, GUID_A, WRITER), "repeat the call");
  }
}
