package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** Which snapshots are listed, and how their pages hang together. */
class ListSnapshotsTest {
  private final Scene scene = new Scene();

  private String take(String volumeId, String name) {
    return scene.snapshot(volumeId, name);
  }

  private List<String> list(String sourceId, String snapshotId) {
    return ids(query(0, "", sourceId, snapshotId));
  }

  private SnapshotPage query(int max, String token, String sourceId, String snapshotId) {
    return scene
        .controller
        .snapshots()
        .list(new SnapshotQuery(max, token, sourceId, snapshotId), soon());
  }

  private static List<String> ids(SnapshotPage page) {
    return page.snapshots().stream().map(snapshot -> snapshot.id().toString()).toList();
  }

  @Test
  void allOfThemOrThoseOfAVolumeOrOneByItsId() {
    String a = scene.create("a");
    String b = scene.create("b");
    String first = take(a, "first");
    String second = take(a, "second");
    String third = take(b, "third");

    assertThat(list("", "")).containsExactlyInAnyOrder(first, second, third);
    assertThat(list(a, "")).containsExactlyInAnyOrder(first, second);
    assertThat(list("", third)).containsExactly(third);
    assertThat(list(b, third)).containsExactly(third);
    assertThat(list(a, third)).isEmpty();
  }

  @Test
  void whatNothingMatchesIsEmptyAndNoFault() {
    String volume = scene.create("a");
    take(volume, "first");
    String elsewhere = "ffffffffffffffff-0000000000000001";
    for (String odd :
        List.of("none-exist-id", elsewhere, FakeArray.SYSTEM_ID + "-00000000000000ff")) {
      assertThat(list(odd, "")).isEmpty();
      assertThat(list("", odd)).isEmpty();
    }
    assertThat(list("", volume)).as("a volume is no snapshot").isEmpty();
    assertFails(
        Failure.Code.NOT_FOUND, () -> scene.controller.snapshots().get(volume, soon()), volume);
    assertFails(
        Failure.Code.NOT_FOUND, () -> scene.controller.snapshots().get("none-exist-id", soon()));
  }

  @Test
  void volumesAreNoSnapshotsNorAreClones() {
    String volume = scene.create("a");
    String snapshot = take(volume, "first");
    String clone = CloneTest.clone(scene, "clone", snapshot).id().toString();

    assertThat(list("", "")).containsExactly(snapshot);
    assertThat(scene.controller.list(0, "", soon()).volumes())
        .extracting(status -> status.volume().id().toString())
        .containsExactlyInAnyOrder(volume, clone);
  }

  @Test
  void policiesSnapshotsAreListedOnDemandOnlyAndFoundByTheirIds() {
    String volume = scene.create("a");
    String own = take(volume, "first");
    String id = scene.array.addSnapshot(Scene.arrayId(volume), "auto-1");
    scene.array.markOfPolicy(id);
    String automatic = FakeArray.SYSTEM_ID + "-" + id;
    var showing =
        new ControllerService(
            scene.system, scene.controller.settings(), new SnapshotSettings(true));

    assertThat(list("", "")).containsExactly(own);
    assertThat(list(volume, "")).containsExactly(own);
    assertThat(list("", automatic)).containsExactly(automatic);
    assertThat(ids(showing.snapshots().list(new SnapshotQuery(0, "", "", ""), soon())))
        .containsExactly(own, automatic);
    assertThat(ids(showing.snapshots().list(new SnapshotQuery(0, "", volume, ""), soon())))
        .containsExactly(own, automatic);
  }

  @Test
  void pagesAreOfOneMoment() {
    String volume = scene.create("a");
    var taken = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      taken.add(take(volume, "s" + i));
    }

    SnapshotPage page = query(3, "", "", "");
    var listed = new ArrayList<>(ids(page));
    scene.controller.snapshots().delete(taken.getFirst(), soon());
    take(volume, "new");
    while (!page.nextToken().isEmpty()) {
      page = query(4, page.nextToken(), "", "");
      listed.addAll(ids(page));
    }

    assertThat(listed).containsExactlyElementsOf(taken);
  }

  @Test
  void aTokenThatIsNoneOfOursMeansBeginAnew() {
    String volume = scene.create("a");
    take(volume, "first");
    take(volume, "second");
    String ofVolumes =
        scene.create("b").isEmpty() ? "" : scene.controller.list(1, "", soon()).nextToken();

    for (String token : List.of("invalid-token", "2", "-1", ofVolumes)) {
      assertFails(Failure.Code.ABORTED, () -> query(0, token, "", ""), "starting_token");
    }
    String good = query(1, "", "", "").nextToken();
    assertThat(ids(query(0, good, "", ""))).hasSize(1);
  }

  @Test
  void thoseOfAVolumeComeInPagesToo() {
    String volume = scene.create("a");
    for (int i = 0; i < 5; i++) {
      take(volume, "s" + i);
    }

    SnapshotPage page = query(2, "", volume, "");
    assertThat(page.snapshots()).hasSize(2);
    assertThat(query(0, page.nextToken(), volume, "").snapshots()).hasSize(3);
  }
}
