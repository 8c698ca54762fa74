package org.csiscaleio.model;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.CreateSnapshotResponse;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.GetSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.rig.Cluster;

/** Snapshots that are taken, looked at and deleted, each alone. */
final class SnapshotSteps {
  private final Cluster cluster;
  private final World world;
  private final Choice choice;

  SnapshotSteps(Cluster cluster, World world, Choice choice) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
  }

  /** Of a volume, or of none; for the first time, or again. */
  Step<?> take() {
    String name = choice.of(Names.ALL);
    Optional<KnownSnapshot> there = world.snapshot(name);
    String source =
        there.isPresent() && choice.percent(50)
            ? there.get().of()
            : world.volumes().isEmpty() || choice.percent(4)
                ? Names.unknownId(cluster, world, choice, List.of())
                : choice.of(world.volumes()).id();
    var request =
        CreateSnapshotRequest.newBuilder().setName(name).setSourceVolumeId(source).build();
    String what = "snapshot %s of %s".formatted(name, source);
    Optional<KnownVolume> volume = world.volumeWithId(source);
    if (there.isPresent()) {
      return again(what, request, there.get(), volume.isPresent());
    }
    return volume.isEmpty()
        ? Step.refused(what, () -> taken(request), NOT_FOUND)
        : Step.succeeds(
            what, () -> taken(request), answer -> learn(name, volume.get(), answer.getSnapshot()));
  }

  private CreateSnapshotResponse taken(CreateSnapshotRequest request) {
    return cluster.a().client().controller().createSnapshot(request);
  }

  private void learn(String name, KnownVolume of, Snapshot answer) {
    assertThat(world.isNew(answer.getSnapshotId())).isTrue();
    var snapshot =
        new KnownSnapshot(
            name,
            answer.getSnapshotId(),
            of.id(),
            Optional.of(of.id()),
            of.ask(),
            of.gib(),
            of.content(),
            "");
    isTold(snapshot, answer);
    world.put(snapshot);
  }

  /** Whether an answer tells of that snapshot. */
  void isTold(KnownSnapshot snapshot, Snapshot answer) {
    String none = cluster.emulator().systemId() + "-0000000000000000";
    assertThat(answer.getSnapshotId()).isEqualTo(snapshot.id());
    assertThat(answer.getSourceVolumeId()).isEqualTo(snapshot.ancestor().orElse(none));
    assertThat(answer.getSizeBytes()).isEqualTo(snapshot.gib() << 30);
    assertThat(answer.getReadyToUse()).isTrue();
    assertThat(answer.getGroupSnapshotId()).isEqualTo(snapshot.group());
    assertThat(answer.getCreationTime().getSeconds()).isPositive();
  }

  private Step<CreateSnapshotResponse> again(
      String what, CreateSnapshotRequest request, KnownSnapshot there, boolean sourceExists) {
    Consumer<CreateSnapshotResponse> same = answer -> isTold(there, answer.getSnapshot());
    boolean sameSource = request.getSourceVolumeId().equals(there.of());
    if (sameSource && sourceExists) {
      return Step.succeeds(what, () -> taken(request), same);
    }
    EnumSet<Status.Code> refusals = EnumSet.of(ALREADY_EXISTS);
    if (!sourceExists) {
      refusals.add(NOT_FOUND);
    }
    // What it was taken of is gone, and the array calls the next ancestor its source.
    boolean cannotTell =
        sameSource || there.ancestor().equals(Optional.of(request.getSourceVolumeId()));
    return new Step<>(
        what, () -> taken(request), cannotTell ? Optional.of(same) : Optional.empty(), refusals);
  }

  /** A snapshot, alone or of a group; or what is none. */
  Step<?> delete() {
    if (!world.volumes().isEmpty() && choice.percent(10)) {
      KnownVolume volume = choice.of(world.volumes());
      return Step.refused(
          "delete volume %s as a snapshot".formatted(volume.name()),
          () -> delete(volume.id()),
          INVALID_ARGUMENT);
    }
    if (world.snapshots().isEmpty() || choice.percent(10)) {
      String id = Names.unknownId(cluster, world, choice, List.of("nothing-known"));
      return Step.succeeds("delete snapshot " + id, () -> delete(id), answer -> {});
    }
    KnownSnapshot snapshot = choice.of(world.snapshots());
    return Step.succeeds(
        "delete snapshot " + snapshot.name(),
        () -> delete(snapshot.id()),
        answer -> world.remove(snapshot));
  }

  private Object delete(String id) {
    return cluster
        .a()
        .client()
        .controller()
        .deleteSnapshot(DeleteSnapshotRequest.newBuilder().setSnapshotId(id).build());
  }

  /** One, by its id; a volume's is none. */
  Step<?> get() {
    boolean one = !world.snapshots().isEmpty() && choice.percent(80);
    Optional<KnownSnapshot> snapshot =
        one ? Optional.of(choice.of(world.snapshots())) : Optional.empty();
    String id =
        snapshot
            .map(KnownSnapshot::id)
            .orElseGet(() ->
                Names.unknownId(
                    cluster,
                    world,
                    choice,
                    world.volumes().stream().map(KnownVolume::id).toList()));
    var request = GetSnapshotRequest.newBuilder().setSnapshotId(id).build();
    return snapshot.isEmpty()
        ? Step.refused(
            "get snapshot " + id,
            () -> cluster.a().client().controller().getSnapshot(request),
            NOT_FOUND)
        : Step.succeeds(
            "get snapshot " + id,
            () -> cluster.a().client().controller().getSnapshot(request),
            answer -> isTold(snapshot.get(), answer.getSnapshot()));
  }

  /** All, in pages or not; those of a volume; one. */
  Step<?> list() {
    int page = choice.of(0, 1, 3, 100);
    var request = ListSnapshotsRequest.newBuilder().setMaxEntries(page);
    List<KnownSnapshot> expected = List.copyOf(world.snapshots());
    switch (choice.below(4)) {
      case 0 -> {
        String source = anyId();
        request.setSourceVolumeId(source);
        expected =
            expected.stream()
                .filter(snapshot -> snapshot.ancestor().equals(Optional.of(source)))
                .toList();
      }
      case 1 -> {
        String id = anyId();
        request.setSnapshotId(id);
        expected = expected.stream().filter(snapshot -> snapshot.id().equals(id)).toList();
      }
      default -> {}
    }
    List<KnownSnapshot> these = expected;
    return Step.succeeds(
        "list snapshots " + request.toString().replace('\n', ' '),
        () ->
            Pages.of(
                page,
                token -> {
                  var answer =
                      cluster
                          .a()
                          .client()
                          .controller()
                          .listSnapshots(request.setStartingToken(token).build());
                  return new Pages.Page<>(
                      answer.getEntriesList().stream().map(entry -> entry.getSnapshot()).toList(),
                      answer.getNextToken());
                }),
        listed -> {
          assertThat(listed)
              .extracting(Snapshot::getSnapshotId)
              .containsExactlyInAnyOrderElementsOf(these.stream().map(KnownSnapshot::id).toList());
          listed.forEach(
              each -> isTold(world.snapshotWithId(each.getSnapshotId()).orElseThrow(), each));
        });
  }

  private String anyId() {
    return choice.percent(10) || world.ids().isEmpty()
        ? Names.unknownId(cluster, world, choice, List.of("nothing-known"))
        : choice.of(world.ids());
  }
}
