package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;
import static org.csiscaleio.controller.service.TwoSystems.FIRST;
import static org.csiscaleio.controller.service.TwoSystems.SECOND;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Several systems behind one Controller. */
class SeveralSystemsTest {
  private final TwoSystems two = new TwoSystems();

  private static List<String> ids(VolumePage page) {
    return page.volumes().stream().map(volume -> volume.volume().id().toString()).toList();
  }

  @Test
  void whatNamesAVolumeGoesToItsSystem() {
    String volume = two.createIn(SECOND, "data");

    two.controller.publish(PublishRequest.of(volume, GUID_A, WRITER, false, Map.of()), soon());
    assertThat(two.controller.get(volume, soon()).publishedNodeIds()).containsExactly(GUID_A);
    two.controller.unpublish(volume, GUID_A, soon());
    two.controller.delete(volume, soon());

    assertThat(two.second.array().volumes()).isEmpty();
    assertThat(two.first.allCalls()).isZero();
  }

  @Test
  void aVolumeOfASystemThatIsNotServedIsNotTakenForGone() {
    String elsewhere = "3".repeat(16) + "-" + "4".repeat(16);

    assertFails(
        Code.FAILED_PRECONDITION, () -> two.controller.delete(elsewhere, soon()), "3".repeat(16));
    assertFails(Code.NOT_FOUND, () -> two.controller.get(elsewhere, soon()), "3".repeat(16));
  }

  @Test
  void aBareIdAndANameMeanTheFirstSystem() {
    String volume = two.createIn(FIRST, "data");
    two.createIn(SECOND, "data");

    assertThat(two.controller.resolve(volume.substring(17), soon()).toString()).isEqualTo(volume);
    assertThat(two.controller.resolve("name:data", soon()).toString()).isEqualTo(volume);
  }

  @Test
  void aListHasTheVolumesOfAllSystemsOnceWhateverThePages() {
    List<String> made =
        List.of(
            two.createIn(FIRST, "a"),
            two.createIn(FIRST, "b"),
            two.createIn(FIRST, "c"),
            two.createIn(SECOND, "a"),
            two.createIn(SECOND, "b"));

    for (int size = 0; size <= 6; size++) {
      assertThat(two.listAll(size)).as("pages of %s", size).containsExactlyElementsOf(made);
    }
  }

  @Test
  void whatIsMadeOrDeletedBetweenPagesNeitherDoublesNorHidesOthers() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    VolumePage page = two.controller.list(1, "", soon());
    two.controller.delete(first, soon());
    two.createIn(FIRST, "c");

    VolumePage next = two.controller.list(1, page.nextToken(), soon());

    assertThat(ids(page)).containsExactly(first);
    assertThat(ids(next)).containsExactly(second);
    assertThat(next.nextToken()).isEmpty();
  }

  @Test
  void aListCostsEachSystemOneRequest() {
    two.createIn(FIRST, "a");
    two.createIn(SECOND, "b");
    two.first.resetCalls();
    two.second.resetCalls();

    two.listAll(1);

    assertThat(two.first.calls(Call.FOR_EACH_VOLUME)).isEqualTo(1);
    assertThat(two.second.calls(Call.FOR_EACH_VOLUME)).isEqualTo(1);
  }

  @Test
  void aSystemThatIsAwayHidesNoOtherAndIsNotTakenForEmpty() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    two.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 2);

    VolumePage page = two.controller.list(0, "", soon());

    assertThat(ids(page)).containsExactly(first);
    assertThat(page.nextToken()).isNotEmpty();
    assertFails(Code.UNAVAILABLE, () -> two.controller.list(0, page.nextToken(), soon()));
    // It is back, and the same token goes on where the list stopped.
    VolumePage rest = two.controller.list(0, page.nextToken(), soon());
    assertThat(ids(rest)).containsExactly(second);
    assertThat(rest.nextToken()).isEmpty();
  }

  @Test
  void theFirstSystemsAbsenceHidesTheSecondJustAsLittle() {
    two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    two.first.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);

    VolumePage page = two.controller.list(0, "", soon());

    assertThat(ids(page)).containsExactly(second);
    assertThat(page.nextToken()).isNotEmpty();
  }

  @Test
  void aSlowSystemDelaysNobodyForLong() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    var block = two.second.faults().block(Call.FOR_EACH_VOLUME);
    long began = System.nanoTime();

    VolumePage page = two.controller.list(0, "", soon());

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    assertThat(ids(page)).containsExactly(first);
    assertFails(
        Code.UNAVAILABLE,
        () -> two.controller.list(0, page.nextToken(), Deadline.after(Duration.ofMillis(300))),
        SECOND,
        "again");
    block.release();
    assertThat(ids(two.controller.list(0, page.nextToken(), soon()))).containsExactly(second);
  }

  @Test
  void whenNoSystemAnswersTheListFails() {
    two.first.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);
    two.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);

    assertFails(Code.UNAVAILABLE, () -> two.controller.list(0, "", soon()));
  }

  @Test
  void whoTakesTheFirstPageForEverythingGetsAllOrNothing() {
    var whole = new TwoSystems(true);
    whole.createIn(FIRST, "a");
    whole.createIn(SECOND, "b");
    whole.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 2);

    assertFails(Code.UNAVAILABLE, () -> whole.controller.list(0, "", soon()));
    assertThat(whole.controller.list(0, "", soon()).volumes()).hasSize(2);
  }

  @Test
  void snapshotsAreListedOfAllSystemsOfOneVolumeAndByTheirId() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    var snapshots = two.controller.snapshots();
    String ofFirst = snapshots.create(new SnapshotRequest(first, "s"), soon()).id().toString();
    String ofSecond = snapshots.create(new SnapshotRequest(second, "s"), soon()).id().toString();

    assertThat(snapshots(new SnapshotQuery(0, "", "", ""))).containsExactly(ofFirst, ofSecond);
    assertThat(snapshots(new SnapshotQuery(0, "", second, ""))).containsExactly(ofSecond);
    assertThat(snapshots(new SnapshotQuery(0, "", "", ofSecond))).containsExactly(ofSecond);
    assertThat(snapshots(new SnapshotQuery(0, "", "no-such-volume", ""))).isEmpty();
    snapshots.delete(ofSecond, soon());
    assertThat(snapshots(new SnapshotQuery(0, "", "", ""))).containsExactly(ofFirst);
  }

  private List<String> snapshots(SnapshotQuery query) {
    return two.controller.snapshots().list(query, soon()).snapshots().stream()
        .map(snapshot -> snapshot.id().toString())
        .toList();
  }

  @Test
  void aGroupSnapshotIsOfVolumesOfOneSystem() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    String other = two.createIn(SECOND, "c");
    var snapshots = two.controller.snapshots();

    assertFails(
        Code.INVALID_ARGUMENT,
        () -> snapshots.createGroup(new GroupRequest("g", List.of(first, second)), soon()),
        FIRST,
        SECOND,
        "one moment");
    GroupSnapshot group =
        snapshots.createGroup(new GroupRequest("g", List.of(second, other)), soon());
    assertThat(snapshots.getGroup(group.id(), List.of(), soon())).isEqualTo(group);
    snapshots.deleteGroup(group.id(), List.of(), soon());
    assertThat(two.second.array().volumes()).hasSize(2);
  }

  @Test
  void illVolumesAreListedOfAllSystems() {
    String first = two.createIn(FIRST, "a");
    String second = two.createIn(SECOND, "b");
    damage(two.first);
    damage(two.second);

    assertThat(two.controller.listIll(0, "", soon()).volumes())
        .extracting(ill -> ill.id().toString())
        .containsExactly(first, second);
    two.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE);
    VolumeHealthPage page = two.controller.listIll(0, "", soon());
    assertThat(page.volumes()).hasSize(1);
    assertThat(page.nextToken()).isNotEmpty();
  }

  private static void damage(FakeScaleIoSystem system) {
    system.array().setDamage(system.array().storagePools().getFirst().id(), 1, 1);
  }

  /** Owner A's instance in node scope, before the same two systems. */
  private SystemsController agent() {
    return new SystemsController(
        List.of(shared(two.first, FIRST), shared(two.second, SECOND)),
        TwoSystems.NAMES,
        false,
        true);
  }

  private static ServedSystem shared(FakeScaleIoSystem system, String id) {
    var settings = ControllerSettings.defaults().withStoragePool("sp1").withProtectionDomain("pd1");
    var service =
        new ControllerService(
            system,
            settings,
            SnapshotSettings.DEFAULT,
            Agents.quota("64"),
            deadline -> new OwnerSource.Identity(Agents.OWNER_A, Agents.OWNER_A.sdcGuid()));
    return new ServedSystem(service, system, Optional.of(id), Map.of());
  }

  @Test
  void inNodeScopeAnInstanceHasAQuotaAndVolumesOfItsOwnInEachSystem() {
    two.createIn(FIRST, "others");
    SystemsController agent = agent();
    String first =
        agent
            .create(Scene.request("disk-1", Agents.exactly(5 << 20), Map.of()), soon())
            .id()
            .toString();
    String second =
        agent
            .create(
                Scene.request("disk-2", Agents.exactly(6 << 20), Map.of("systemID", SECOND)),
                soon())
            .id()
            .toString();

    assertThat(ids(agent.list(0, "", soon()))).containsExactly(first, second);
    assertThat(agent.capacity(List.of(WRITER), Map.of(), soon()).availableBytes())
        .isEqualTo((64L << 30) - (5 << 20));
    assertThat(agent.capacity(List.of(WRITER), Map.of("systemID", SECOND), soon()).availableBytes())
        .isEqualTo((64L << 30) - (6 << 20));
    // From memory, in one page, though one of them is away now.
    two.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 9);
    VolumePage page = agent.list(0, "", soon());
    assertThat(ids(page)).containsExactly(first, second);
    assertThat(page.nextToken()).isEmpty();
    agent.delete(second, soon());
    assertThat(two.second.array().volumes()).isEmpty();
    agent.close();
  }

  @Test
  void inNodeScopeAListThatLacksASystemThatWasNeverReadIsNone() {
    SystemsController agent = agent();
    two.second.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 99);

    assertThat(Scene.failure(() -> agent.list(0, "", Deadline.after(Duration.ofSeconds(1)))).code())
        .isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
    agent.close();
  }
}
