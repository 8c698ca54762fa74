package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.GUID_A;
import static org.csiscaleio.controller.service.Agents.GUID_B;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.OWNER_B;
import static org.csiscaleio.controller.service.Agents.WRITER;
import static org.csiscaleio.controller.service.Agents.quota;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.List;
import java.util.Map;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose volumes are whose, and what becomes of a size and a name. */
class NodeScopeTest {
  private static final String UUID = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

  private final Agents agents = new Agents();

  // Sizes and names.

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1000, 8191, 8192, 8193, 12345, 102400})
  void aVolumeHasTheSizeThatWasAskedForAndTheArrayTheNextMultipleOfEightGib(long mib) {
    ProvisionedVolume volume = agents.a.create(UUID, mib * MIB);

    assertThat(volume.capacityBytes()).isEqualTo(mib * MIB);
    assertThat(agents.onArray(volume).sizeBytes()).isEqualTo((mib + 8191) / 8192 * 8 * GIB);
    assertThat(agents.onArray(volume).name())
        .isEqualTo(OwnedName.of(OWNER_A.tag(), UUID, mib).arrayName());
    assertThat(agents.a.list()).containsExactly(volume);
    assertThat(agents.agent(OWNER_A, quota("512")).list()).containsExactly(volume);
  }

  @Test
  void aSizeThatIsNoWholeMibIsOutOfRange() {
    assertFails(Code.OUT_OF_RANGE, () -> agents.a.create("data", MIB + 1), "MiB");
    assertFails(Code.OUT_OF_RANGE, () -> agents.a.create("data", 1000), "MiB");
    assertThat(agents.array.volumes()).isEmpty();
  }

  @Test
  void aRangeGetsTheLeastWholeMibInIt() {
    var range = new SizeRange(5 * MIB - 1, 6 * MIB);
    ProvisionedVolume volume =
        agents.a.controller.create(Scene.request("data", range, Map.of()), soon());
    assertThat(volume.capacityBytes()).isEqualTo(5 * MIB);
    assertThat(
            agents
                .a
                .controller
                .create(Scene.request("any", SizeRange.ANY, Map.of()), soon())
                .capacityBytes())
        .isEqualTo(8 * GIB);
  }

  @Test
  void strictSizingKnowsMultiplesOfEightGibOnly() {
    var strict = agents.agent(OWNER_A, Agents.settings("511", ImportPatterns.NONE, true, true));

    assertFails(Code.OUT_OF_RANGE, () -> strict.create("data", 9 * GIB), "8 GiB");
    assertThat(strict.create("data", 16 * GIB).capacityBytes()).isEqualTo(16 * GIB);
    assertThat(strict.capacity()).isEqualTo((504 - 16) * GIB);
  }

  @Test
  void theSameRequestOfTwoOwnersIsTwoVolumes() {
    ProvisionedVolume a = agents.a.create(UUID, 5 * MIB);
    ProvisionedVolume b = agents.b.create(UUID, 5 * MIB);

    assertThat(a.id()).isNotEqualTo(b.id());
    assertThat(agents.a.list()).containsExactly(a);
    assertThat(agents.b.list()).containsExactly(b);
  }

  // Doing it again.

  @Test
  void aRepeatedCreateFindsItsVolumeAlsoAfterARestart() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);

    assertThat(agents.a.create(UUID, 5 * MIB)).isEqualTo(volume);
    assertThat(agents.agent(OWNER_A, quota("512")).create(UUID, 5 * MIB)).isEqualTo(volume);
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void aRepeatedCreateOfAnotherSizeMakesNoSecondVolume() {
    agents.a.create(UUID, 5 * MIB);

    assertFails(Code.ALREADY_EXISTS, () -> agents.a.create(UUID, 6 * MIB), "5 MiB");
    assertFails(
        Code.ALREADY_EXISTS,
        () -> agents.agent(OWNER_A, quota("512")).create(UUID, 16 * GIB),
        UUID);
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void afterALostAnswerAnotherSizeMakesNoSecondVolumeEither() {
    agents.a.list();
    agents.system.faults().loseAnswer(Call.CREATE_VOLUME);
    assertFails(Code.UNAVAILABLE, () -> agents.a.create(UUID, 5 * MIB));

    assertFails(Code.ALREADY_EXISTS, () -> agents.a.create(UUID, 6 * MIB), "5 MiB");
    assertThat(agents.a.create(UUID, 5 * MIB).capacityBytes()).isEqualTo(5 * MIB);
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void whileTheFirstMayStillBeUnderWayAnotherSizeHasToWait() {
    agents.a.list();
    agents.system.faults().fail(Call.CREATE_VOLUME, Kind.OUTCOME_UNKNOWN);
    assertFails(Code.UNAVAILABLE, () -> agents.a.create(UUID, 5 * MIB));

    assertFails(Code.UNAVAILABLE, () -> agents.a.create(UUID, 6 * MIB), "5 MiB");
    agents.a.create(UUID, 5 * MIB);
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void aVolumeDeletedBehindOurBackIsMadeAgain() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    agents.array.remove(volume.id().volumeId());

    ProvisionedVolume again = agents.a.create(UUID, 5 * MIB);

    assertThat(again.id()).isNotEqualTo(volume.id());
    assertThat(agents.a.list()).containsExactly(again);
  }

  // Contexts.

  @Test
  void aContextIsTheSameWhoeverTellsIt() {
    var parameters = Map.of("storagepool", "sp1", "thickprovisioning", "false", "quotaGiB", "99");
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB, parameters);

    assertThat(volume.context()).isEmpty();
    assertThat(agents.a.create(UUID, 5 * MIB, parameters)).isEqualTo(volume);
    assertThat(agents.a.list()).containsExactly(volume);
    assertThat(agents.a.controller.get(volume.id().toString(), soon()).volume()).isEqualTo(volume);
  }

  @Test
  void whatAContextWouldHaveToKeepIsRefusedAndOffersNothing() {
    for (Map<String, String> parameters :
        List.of(Map.of("mkfsFormatOption", "-m0"), Map.of("fsType", "xfs"))) {
      assertFails(
          Code.INVALID_ARGUMENT,
          () -> agents.a.create("data", 8 * GIB, parameters),
          parameters.keySet().iterator().next());
      assertThat(agents.a.capacity(parameters)).isZero();
    }
    assertThat(agents.a.capacity()).isPositive();
  }

  // Foreign volumes.

  @Test
  void anotherOwnersVolumeIsNeitherDeletedNorUsedNorShown() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    String tag = OWNER_A.tag().text();
    String id = volume.id().toString();

    assertThat(agents.b.list()).isEmpty();
    assertFails(Code.FAILED_PRECONDITION, () -> agents.b.delete(volume), tag);
    assertFails(Code.FAILED_PRECONDITION, () -> agents.b.publish(volume, GUID_B), tag);
    assertFails(Code.FAILED_PRECONDITION, () -> agents.b.controller.get(id, soon()), tag);
    assertFails(
        Code.FAILED_PRECONDITION,
        () ->
            agents.b.controller.check(
                new CapabilityCheck(id, List.of(WRITER), Map.of(), Map.of()), soon()),
        tag);
    assertThat(agents.onArray(volume).mappings()).isEmpty();
  }

  /** What is not mapped is unmapped already, whoever owns it. */
  @Test
  void anotherOwnersMappingIsNotTakenAwayAndOneThatIsNotThereIsGone() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    String id = volume.id().toString();
    agents.b.unpublish(volume, GUID_B);
    agents.b.controller.unpublishEverywhere(id, soon());
    agents.a.publish(volume, GUID_A);

    agents.b.unpublish(volume, GUID_B);
    String tag = OWNER_A.tag().text();
    assertFails(Code.FAILED_PRECONDITION, () -> agents.b.unpublish(volume, GUID_A), tag);
    assertFails(
        Code.FAILED_PRECONDITION, () -> agents.b.controller.unpublishEverywhere(id, soon()), tag);
    assertThat(agents.onArray(volume).mappings()).hasSize(1);
  }

  @Test
  void nobodysVolumeIsLeftAlone() {
    agents.array.addThinVolumes(agents.poolId, "legacy-", 1);
    var volume = agents.array.volumeNamed("legacy-0").orElseThrow();

    assertThat(agents.a.list()).isEmpty();
    assertFails(Code.FAILED_PRECONDITION, () -> agents.a.delete(volume.id()), "imports", "adopt");
    assertThat(agents.array.volumeNamed("legacy-0")).isPresent();
  }

  @Test
  void aVolumeGivenToAnotherOwnerMeanwhileIsNotDeletedByItsLastOne() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    handOver(volume);

    agents.a.refresh();
    agents.b.refresh();

    assertThat(agents.a.list()).isEmpty();
    assertThat(agents.b.list()).containsExactly(volume);
    assertFails(Code.FAILED_PRECONDITION, () -> agents.a.delete(volume), OWNER_B.tag().text());
    agents.b.delete(volume);
    assertThat(agents.array.volumes()).isEmpty();
  }

  @Test
  void whoeverGotAVolumeCanUseItBeforeTheArrayIsReadAgain() {
    agents.b.list();
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    handOver(volume);

    agents.b.publish(volume, GUID_B);
    assertThat(agents.b.list()).containsExactly(volume);
    agents.b.unpublish(volume, GUID_B);
    agents.b.delete(volume);
    assertThat(agents.array.volumes()).isEmpty();
  }

  // Deleting.

  @Test
  void whatIsGoneIsDeleted() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    agents.a.delete(volume);
    agents.a.delete(volume);
    agents.b.delete(volume);
    assertThat(agents.a.list()).isEmpty();
    agents.a.unpublish(volume, GUID_A);
  }

  @Test
  void aVolumeThatAHostHasStaysAndTheHostIsNamed() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    agents.array.map(volume.id().volumeId(), agents.sdcB, false, MappingAccess.READ_WRITE);

    assertFails(Code.FAILED_PRECONDITION, () -> agents.a.delete(volume), "host-b");
    agents.array.unmapAll(volume.id().volumeId());
    agents.a.publish(volume, GUID_A);
    assertFails(Code.FAILED_PRECONDITION, () -> agents.a.delete(volume), "host-a");
    agents.a.unpublish(volume, GUID_A);
    agents.a.delete(volume);
    assertThat(agents.array.volumes()).isEmpty();
  }

  /** What can be written and bears a volume's name is a clone, and a volume. */
  @Test
  void snapshotsAreNotShown() {
    ProvisionedVolume volume = agents.a.create(UUID, 5 * MIB);
    String id = volume.id().volumeId();
    String name = OwnedName.of(OWNER_A.tag(), "snap", 5).arrayName();
    var _ = agents.system.snapshot(NewSnapshots.of(id, name, MappingAccess.READ_ONLY), soon());
    agents.array.addSnapshot(id, "snap");

    agents.a.refresh();

    assertThat(agents.a.list()).containsExactly(volume);
  }

  private void handOver(ProvisionedVolume volume) {
    String name = agents.onArray(volume).name();
    agents.array.rename(
        volume.id().volumeId(),
        OwnedName.parse(name).orElseThrow().ownedBy(OWNER_B.tag()).arrayName());
  }
}
