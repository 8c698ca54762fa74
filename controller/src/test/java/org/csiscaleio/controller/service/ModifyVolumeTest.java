package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.GUID_B;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.arrayId;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.request;
import static org.csiscaleio.controller.service.Scene.soon;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;
import static org.csiscaleio.operation.Failure.Code.RESOURCE_EXHAUSTED;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;
import static org.csiscaleio.operation.Failure.Code.UNIMPLEMENTED;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;
import org.junit.jupiter.api.Test;

/** Limits that are changed while a volume lives: at once, and for good. */
class ModifyVolumeTest {
  private static final Map<String, String> MADE_WITH =
      Map.of("iopsLimit", "100", "bandwidthLimitInKbps", "2048");

  private final Scene scene = new Scene();

  private void modify(String volume, Map<String, String> limits) {
    scene.controller.modify(ModifyRequest.of(volume, limits), soon());
  }

  /** As orchestrators do: with the context of its making, for ever. */
  private void publish(ControllerService controller, String volume, String node) {
    controller.publish(PublishRequest.of(volume, node, WRITER, false, MADE_WITH), soon());
  }

  private void publish(String volume, String node) {
    publish(scene.controller, volume, node);
  }

  private void assertLimits(String volume, long iops, long mbps) {
    Scene.assertLimits(scene.onArray(volume), iops, mbps);
  }

  private List<Volume> records() {
    return Scene.records(scene.array);
  }

  @Test
  void limitsChangeAtOnceAndGoAlongToAnotherHost() {
    String volume = scene.create("data");
    publish(volume, GUID_A);
    assertLimits(volume, 100, 2);

    modify(volume, Map.of("iopsLimit", "500", "bandwidthLimitInKbps", "10240"));
    assertLimits(volume, 500, 10);

    scene.unpublish(volume, GUID_A);
    publish(volume, GUID_B);
    assertLimits(volume, 500, 10);
  }

  @Test
  void theyAreKnownToAnotherProcessToo() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    publish(new ControllerService(scene.system, scene.controller.settings()), volume, GUID_A);
    assertLimits(volume, 500, 2);
  }

  @Test
  void whatIsNotSaidStaysAsItIs() {
    String volume = scene.create("data");
    publish(volume, GUID_A);
    modify(volume, Map.of("IOPSLIMIT", "500"));
    assertLimits(volume, 500, 2);
    modify(volume, Map.of("bandwidthLimitInKbps", "0"));
    assertLimits(volume, 500, 0);
    modify(volume, Map.of());
    assertLimits(volume, 500, 0);
    scene.unpublish(volume, GUID_A);
    publish(volume, GUID_A);
    assertLimits(volume, 500, 0);
    assertThat(records()).hasSize(1);
  }

  @Test
  void limitsThatAreTakenAwayStayAway() {
    String volume = scene.create("data");
    publish(volume, GUID_A);
    modify(volume, Map.of("iopsLimit", "0", "bandwidthLimitInKbps", "0"));
    assertLimits(volume, 0, 0);
    scene.unpublish(volume, GUID_A);
    publish(volume, GUID_B);
    assertLimits(volume, 0, 0);
  }

  @Test
  void everyHostThatHasTheVolumeIsLimited() {
    String volume = scene.create("data");
    var many = Scene.block(AccessMode.MULTI_NODE_MULTI_WRITER);
    scene.publish(volume, GUID_A, many);
    scene.publish(volume, GUID_B, many);
    modify(volume, Map.of("iopsLimit", "50"));
    assertThat(scene.onArray(volume).mappings())
        .extracting(SdcMapping::limitIops)
        .containsExactly(50L, 50L);
  }

  @Test
  void theRecordIsSeenByNobodyAndGoesWithItsVolume() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    String record = volume.substring(0, 17) + records().getFirst().id();

    assertThat(scene.controller.list(0, "", soon()).volumes())
        .extracting(status -> status.volume().id().toString())
        .containsExactly(volume);
    assertFails(NOT_FOUND, () -> scene.controller.get(record, soon()), record);
    assertFails(NOT_FOUND, () -> scene.publish(record, GUID_A, WRITER), record);
    assertFails(NOT_FOUND, () -> modify(record, Map.of("iopsLimit", "50")), record);
    assertFails(
        NOT_FOUND, () -> scene.controller.get("name:" + records().getFirst().name(), soon()));
    scene.delete(record);
    assertThat(records()).hasSize(1);

    scene.delete(volume);
    assertThat(records()).isEmpty();
    assertThat(scene.array.volume(arrayId(volume))).isEmpty();
  }

  @Test
  void whatARecordIsCalledCannotBeAskedForAsAVolumesName() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    String record = records().getFirst().name();
    String other = scene.create(record);
    assertThat(scene.onArray(other).name()).isNotEqualTo(record).hasSizeLessThanOrEqualTo(31);
    assertThat(records()).hasSize(1);
  }

  @Test
  void aRecordThatSomebodyUsesOrRenamedIsNotRemoved() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    String record = records().getFirst().id();
    scene.array.rename(record, "precious");
    scene.delete(volume);
    assertThat(scene.array.volume(record)).isPresent();
  }

  @Test
  void aModifiedVolumeIsStillTheOneOfItsCreateRequest() {
    var wish = request("data", SizeRange.ANY, MADE_WITH);
    String volume = scene.create(wish).id().toString();
    modify(volume, Map.of("iopsLimit", "500"));
    ProvisionedVolume again = scene.create(wish);
    assertThat(again.id().toString()).isEqualTo(volume);
    assertThat(again.context()).isEqualTo(MADE_WITH);
  }

  @Test
  void aCloneBeginsWithLimitsOfItsOwnAndAnExpandedVolumeKeepsThem() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    String clone =
        scene
            .create(
                new CreateRequest(
                    "clone",
                    SizeRange.ANY,
                    List.of(WRITER),
                    VolumeParameters.NONE,
                    Optional.of(new ContentSource.OfVolume(volume))))
            .id()
            .toString();
    publish(clone, GUID_A);
    assertLimits(clone, 100, 2);
    scene.controller.expand(
        new ExpandRequest(volume, Scene.atLeast(16 * Scene.GIB), Optional.of(WRITER)), soon());
    publish(volume, GUID_B);
    assertLimits(volume, 500, 2);
  }

  @Test
  void whatTheArrayWouldRefuseIsRefusedBeforeAnythingIsKept() {
    String volume = scene.create("data");
    for (var bad :
        List.of(
            Map.of("iopsLimit", "10"),
            Map.of("iopsLimit", "100", "bandwidthLimitInKbps", "1000"),
            Map.of("iopsLimit", "100", "fsType", "xfs"),
            Map.of("iopsLimit", ""))) {
      assertFails(INVALID_ARGUMENT, () -> modify(volume, bad));
    }
    assertThat(records()).isEmpty();
    assertFails(
        NOT_FOUND,
        () -> modify(volume.substring(0, 17) + "00000000000000ff", Map.of("iopsLimit", "100")));
  }

  @Test
  void withoutRoomForTheRecordNothingIsChanged() {
    String volume = scene.create("data");
    publish(volume, GUID_A);
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY);
    assertFails(
        RESOURCE_EXHAUSTED, () -> modify(volume, Map.of("iopsLimit", "500")), volume.substring(17));
    assertLimits(volume, 100, 2);
  }

  @Test
  void whatCouldNotBeSetIsSetByTheRepetitionOrTheNextPublish() {
    String volume = scene.create("data");
    publish(volume, GUID_A);
    scene.system.faults().fail(Call.LIMIT_MAPPING, Kind.BUSY);
    assertFails(
        UNAVAILABLE, () -> modify(volume, Map.of("iopsLimit", "500")), volume, "repeat the call");
    assertLimits(volume, 100, 2);
    publish(volume, GUID_A);
    assertLimits(volume, 500, 2);
  }

  @Test
  void aRecordWhoseAnswerWasLostIsFoundByTheRepetition() {
    String volume = scene.create("data");
    scene.system.faults().fail(Call.CREATE_VOLUME, Kind.OUTCOME_UNKNOWN);
    assertFails(UNAVAILABLE, () -> modify(volume, Map.of("iopsLimit", "500")));
    // The change was carried out all the same.
    String lost = new LimitsRecordOf(volume).name();
    scene.system.createVolume(new NewVolume(lost, scene.poolId, 8L << 20, VolumeType.THIN), soon());
    modify(volume, Map.of("iopsLimit", "500"));
    assertThat(records()).hasSize(1);
    publish(volume, GUID_A);
    assertLimits(volume, 500, 2);
  }

  private record LimitsRecordOf(String volume) {
    String name() {
      return LimitsRecord.first(arrayId(volume), MutableParameters.read(Map.of("iopsLimit", "500")))
          .arrayName();
    }
  }

  @Test
  void ofTwoRecordsTheLaterCountsAndTheOtherIsRemovedByTheNextChange() {
    String volume = scene.create("data");
    var first =
        LimitsRecord.first(arrayId(volume), MutableParameters.read(Map.of("iopsLimit", "500")));
    var second = first.next(MutableParameters.read(Map.of("iopsLimit", "600")));
    for (var record : List.of(second, first)) {
      scene.system.createVolume(
          new NewVolume(record.arrayName(), scene.poolId, 8L << 20, VolumeType.THIN), soon());
    }
    publish(volume, GUID_A);
    assertLimits(volume, 600, 2);
    modify(volume, Map.of("iopsLimit", "700"));
    assertThat(records()).hasSize(1);
    assertLimits(volume, 700, 2);
  }

  @Test
  void aRecordThatIsRemovedThisMomentIsNoVolumeThatIsGone() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    scene.system.faults().fail(Call.RENAME, Kind.VOLUME_NOT_FOUND);
    assertFails(UNAVAILABLE, () -> modify(volume, Map.of("iopsLimit", "600")), "repeat the call");
    modify(volume, Map.of("iopsLimit", "600"));
    publish(volume, GUID_A);
    assertLimits(volume, 600, 2);
  }

  @Test
  void aSnapshotHasNoLimits() {
    String volume = scene.create("data");
    String snapshot = scene.snapshot(volume, "snap");
    assertFails(NOT_FOUND, () -> modify(snapshot, Map.of("iopsLimit", "500")), "snapshot");
    assertThat(records()).isEmpty();
  }

  @Test
  void aNodeThatMapsByItselfRefusesAndSaysWhereLimitsAre() {
    ControllerService node = ControllerService.ofNode(scene.system, scene.controller.settings());
    assertFails(
        UNIMPLEMENTED,
        () -> node.modify(ModifyRequest.of("any", Map.of("iopsLimit", "500")), soon()),
        "volume_context");
  }

  @Test
  void noPatternImportsARecord() {
    var agents = new Agents();
    var importing =
        agents.agent(
            Agents.OWNER_A, Agents.settings("512", ImportPatterns.of(List.of("q=*")), true, false));
    String record =
        LimitsRecord.first("5c7723f800000001", MutableParameters.read(Map.of("iopsLimit", "500")))
            .arrayName();
    agents.array.create(new NewVolume(record, agents.poolId, 8L << 20, VolumeType.THIN));
    assertThat(importing.list()).isEmpty();
  }

  @Test
  void aRecordThatWasRemovedByHandIsMadeAnew() {
    String volume = scene.create("data");
    modify(volume, Map.of("iopsLimit", "500"));
    scene.array.remove(records().getFirst().id());
    modify(volume, Map.of("iopsLimit", "500"));
    assertThat(records()).hasSize(1);
  }
}
