package org.csiscaleio.model;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotResponse;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GetVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GroupControllerGrpc.GroupControllerBlockingStub;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.VolumeGroupSnapshot;
import org.csiscaleio.rig.Cluster;

/** Snapshots of several volumes that are taken, looked at and deleted together. */
final class GroupSteps {
  private static final List<String> NAMES =
      List.of("one", "a-group", "a-group-whose-name-is-longer-than-31-characters");

  private final Cluster cluster;
  private final World world;
  private final Choice choice;
  private final SnapshotSteps snapshots;

  GroupSteps(Cluster cluster, World world, Choice choice, SnapshotSteps snapshots) {
    this.cluster = cluster;
    this.world = world;
    this.choice = choice;
    this.snapshots = snapshots;
  }

  private GroupControllerBlockingStub stub() {
    return cluster.a().client().groupController();
  }

  /** Of any volumes; for the first time, or again. */
  Step<?> take() {
    String name = choice.of(NAMES);
    Optional<KnownGroup> there = world.group(name);
    // Of a group that lost a member nobody promises that its name is taken for other volumes.
    boolean same = there.isPresent() && (!world.isWhole(there.get()) || choice.percent(60));
    Set<String> sources = same ? there.get().sources() : someVolumes();
    var request =
        CreateVolumeGroupSnapshotRequest.newBuilder()
            .setName(name)
            .addAllSourceVolumeIds(sources)
            .build();
    String what = "group snapshot %s of %s".formatted(name, sources);
    boolean allThere = sources.stream().allMatch(id -> world.volumeWithId(id).isPresent());
    if (there.isEmpty()) {
      return allThere
          ? Step.succeeds(
              what,
              () -> stub().createVolumeGroupSnapshot(request),
              answer -> learn(name, sources, answer.getGroupSnapshot()))
          : Step.refused(what, () -> stub().createVolumeGroupSnapshot(request), NOT_FOUND);
    }
    return again(what, request, there.get(), sources, allThere);
  }

  private Step<CreateVolumeGroupSnapshotResponse> again(
      String what,
      CreateVolumeGroupSnapshotRequest request,
      KnownGroup there,
      Set<String> sources,
      boolean allThere) {
    if (allThere && sources.equals(there.sources()) && world.isWhole(there)) {
      return Step.succeeds(
          what,
          () -> stub().createVolumeGroupSnapshot(request),
          answer -> isTold(there, answer.getGroupSnapshot()));
    }
    EnumSet<Status.Code> refusals = EnumSet.of(ALREADY_EXISTS);
    if (!allThere) {
      refusals.add(NOT_FOUND);
    }
    return new Step<>(
        what, () -> stub().createVolumeGroupSnapshot(request), Optional.empty(), refusals);
  }

  private Set<String> someVolumes() {
    var sources = new TreeSet<String>();
    for (KnownVolume volume : world.volumes()) {
      if (choice.percent(30)) {
        sources.add(volume.id());
      }
    }
    if (sources.isEmpty() || choice.percent(4)) {
      sources.add(Names.unknownId(cluster, world, choice, List.of()));
    }
    return sources;
  }

  private void learn(String name, Set<String> sources, VolumeGroupSnapshot answer) {
    var members = new HashSet<String>();
    assertThat(answer.getSnapshotsList())
        .extracting(Snapshot::getSourceVolumeId)
        .containsExactlyInAnyOrderElementsOf(sources);
    for (Snapshot member : answer.getSnapshotsList()) {
      KnownVolume of = world.volumeWithId(member.getSourceVolumeId()).orElseThrow();
      assertThat(world.isNew(member.getSnapshotId())).isTrue();
      var snapshot =
          new KnownSnapshot(
              name + "/" + of.name(),
              member.getSnapshotId(),
              of.id(),
              Optional.of(of.id()),
              of.ask(),
              of.gib(),
              of.content(),
              answer.getGroupSnapshotId());
      snapshots.isTold(snapshot, member);
      world.put(snapshot);
      members.add(snapshot.id());
    }
    assertThat(answer.getReadyToUse()).isTrue();
    world.put(new KnownGroup(name, answer.getGroupSnapshotId(), sources, members));
  }

  /** Whether an answer tells of what is left of that group. */
  private void isTold(KnownGroup group, VolumeGroupSnapshot answer) {
    assertThat(answer.getGroupSnapshotId()).isEqualTo(group.id());
    assertThat(answer.getSnapshotsList())
        .extracting(Snapshot::getSnapshotId)
        .containsExactlyInAnyOrderElementsOf(left(group));
    answer
        .getSnapshotsList()
        .forEach(member ->
            snapshots.isTold(world.snapshotWithId(member.getSnapshotId()).orElseThrow(), member));
  }

  private List<String> left(KnownGroup group) {
    return group.members().stream().filter(id -> world.snapshotWithId(id).isPresent()).toList();
  }

  Step<?> get() {
    Optional<KnownGroup> group = any();
    var request =
        GetVolumeGroupSnapshotRequest.newBuilder()
            .setGroupSnapshotId(group.map(KnownGroup::id).orElseGet(this::noGroup));
    group.ifPresent(known -> request.addAllSnapshotIds(known.members()));
    String what = "get group snapshot " + group.map(KnownGroup::name).orElse("that is none");
    return group.isEmpty()
        ? Step.refused(what, () -> stub().getVolumeGroupSnapshot(request.build()), NOT_FOUND)
        : Step.succeeds(
            what,
            () -> stub().getVolumeGroupSnapshot(request.build()),
            answer -> isTold(group.get(), answer.getGroupSnapshot()));
  }

  /** With the right members, or with wrong ones, which changes nothing. */
  Step<?> delete() {
    Optional<KnownGroup> group = any();
    var request =
        DeleteVolumeGroupSnapshotRequest.newBuilder()
            .setGroupSnapshotId(group.map(KnownGroup::id).orElseGet(this::noGroup));
    group.ifPresent(known -> request.addAllSnapshotIds(known.members()));
    String what = "delete group snapshot " + group.map(KnownGroup::name).orElse("that is none");
    if (group.isPresent() && choice.percent(30)) {
      Optional<KnownSnapshot> stranger =
          world.snapshots().stream()
              .filter(snapshot -> !group.get().members().contains(snapshot.id()))
              .findFirst();
      if (stranger.isPresent()) {
        request.addSnapshotIds(stranger.get().id());
        return Step.refused(
            what + " with a stranger",
            () -> stub().deleteVolumeGroupSnapshot(request.build()),
            INVALID_ARGUMENT);
      }
    }
    return Step.succeeds(
        what,
        () -> stub().deleteVolumeGroupSnapshot(request.build()),
        answer ->
            group.ifPresent(known ->
                left(known).forEach(id -> world.remove(world.snapshotWithId(id).orElseThrow()))));
  }

  private Optional<KnownGroup> any() {
    return world.groups().isEmpty() || choice.percent(10)
        ? Optional.empty()
        : Optional.of(choice.of(world.groups()));
  }

  private String noGroup() {
    return cluster.emulator().systemId() + "-00000000deadbeef";
  }
}
