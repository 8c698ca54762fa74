package org.csiscaleio.controller.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.TakenSnapshots;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of several volumes of one moment: one atomic request, and one that reads which of the
 * new snapshots is whose, because the order of the array's answer tells nothing. To the array they
 * are a consistency group; that a group was made here its members' names tell.
 */
final class SnapshotGroups {
  private static final Logger log = LoggerFactory.getLogger(SnapshotGroups.class);

  private static final int ATTEMPTS = 3;

  private final ScaleIoSystem system;
  private final SnapshotAdmission admission;
  private final Turns turns;
  private final SdcDirectory sdcs;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final SnapshotTrees trees;

  private record Delete(String groupId) {}

  /** What is asked of the array: sources by id, in that order, and their snapshots' names. */
  private record Wanted(String requestedName, Map<String, String> nameBySource) {
    NewSnapshots toTake() {
      return new NewSnapshots(
          nameBySource.entrySet().stream()
              .map(e -> new NewSnapshots.Source(e.getKey(), e.getValue()))
              .toList(),
          MappingAccess.READ_ONLY);
    }

    String describe() {
      return "group snapshot '" + requestedName + "' of " + nameBySource.size() + " volumes";
    }
  }

  SnapshotGroups(
      ScaleIoSystem system,
      SnapshotAdmission admission,
      Turns turns,
      SdcDirectory sdcs,
      VolumeHandles handles,
      KnownSizes sizes,
      SnapshotTrees trees) {
    this.system = system;
    this.admission = admission;
    this.turns = turns;
    this.sdcs = sdcs;
    this.handles = handles;
    this.sizes = sizes;
    this.trees = trees;
  }

  GroupSnapshot create(GroupRequest request, Deadline deadline) {
    var sources = new HashSet<String>();
    for (String handle : request.sourceVolumeIds()) {
      if (!sources.add(handles.require(handle, deadline).volumeId())) {
        throw Failure.invalid("source_volume_ids names volume " + handle + " twice");
      }
    }
    Wanted wanted = wanted(request.name(), sources, deadline);
    return turns.take(
        "the group snapshot name '" + request.name() + "'",
        wanted,
        deadline,
        () -> createInTurn(wanted, deadline));
  }

  private Wanted wanted(String name, Set<String> sourceIds, Deadline deadline) {
    var names = new TreeMap<String, String>();
    int index = 0;
    for (String sourceId : new TreeSet<>(sourceIds)) {
      names.put(sourceId, admission.groupMemberName(name, index, deadline));
      index++;
    }
    return new Wanted(name, names);
  }

  private GroupSnapshot createInTurn(Wanted wanted, Deadline deadline) {
    for (String sourceId : wanted.nameBySource().keySet()) {
      admission.admitSource(handles.of(sourceId, deadline), deadline);
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        TakenSnapshots taken = system.snapshot(wanted.toTake(), deadline);
        log.info("took {} as {}", wanted.describe(), taken.groupId());
        List<Volume> members = system.volumes(taken.volumeIds(), deadline);
        members.forEach(sizes::learn);
        members.forEach(member ->
            trees.add(handles.of(member.ancestorVolumeId(), deadline), member.vtreeId(), deadline));
        return told(taken.groupId(), members, deadline);
      } catch (GatewayException refusal) {
        List<Volume> there = lookUp(wanted, refusal, deadline);
        if (!there.isEmpty()) {
          return adopted(wanted, there, deadline);
        }
        switch (refusal.kind()) {
          case NAME_IN_USE -> log.debug("{} went away meanwhile", wanted.describe());
          case VOLUME_NOT_FOUND -> throw unknownSource(wanted, refusal, deadline);
          case LIMIT_REACHED ->
              throw trees.full(
                  "taking " + wanted.describe(),
                  wanted.nameBySource().keySet().stream()
                      .map(sourceId -> handles.of(sourceId, deadline))
                      .toList(),
                  refusal,
                  deadline);
          default -> throw ArrayFailure.during("taking " + wanted.describe(), refusal);
        }
      }
    }
    throw Failure.unavailable(
        wanted.describe()
            + " could not be taken: its names came and went on the array meanwhile; repeat the"
            + " call");
  }

  /** Whatever has one of the names, when a refusal may hide that the group is there already. */
  private List<Volume> lookUp(Wanted wanted, GatewayException refusal, Deadline deadline) {
    return switch (refusal.kind()) {
      case NAME_IN_USE, NO_CAPACITY, LIMIT_REACHED, REFUSED -> {
        var names = new HashSet<>(wanted.nameBySource().values());
        // Its first name is the same whatever the sources are: a longer group shows by it, too.
        var found = new ArrayList<Volume>();
        system.forEachVolume(
            volume -> {
              if (names.contains(volume.name())) {
                found.add(volume);
              }
            },
            deadline);
        yield found;
      }
      default -> List.of();
    };
  }

  private GroupSnapshot adopted(Wanted wanted, List<Volume> there, Deadline deadline) {
    String groupId = there.getFirst().groupId();
    List<Volume> members = groupId.isEmpty() ? there : members(groupId, deadline);
    var found = new HashMap<String, String>();
    members.forEach(member -> found.put(member.ancestorVolumeId(), member.name()));
    boolean same =
        members.size() == wanted.nameBySource().size()
            && members.stream().allMatch(SnapshotRule::isGroupMember)
            && found.equals(wanted.nameBySource());
    if (!same) {
      throw new Failure(
          Failure.Code.ALREADY_EXISTS,
          "group snapshot '"
              + wanted.requestedName()
              + "' already exists as "
              + groupId
              + " and is not of the volumes that are asked for, or no longer whole: it is of "
              + new TreeSet<>(found.keySet())
              + "; use another name");
    }
    log.info("{} is there already as {}", wanted.describe(), groupId);
    return told(groupId, members, deadline);
  }

  private Failure unknownSource(Wanted wanted, GatewayException refusal, Deadline deadline) {
    for (String sourceId : wanted.nameBySource().keySet()) {
      if (system.volume(sourceId, deadline).isEmpty()) {
        return VolumeHandles.unknown(handles.of(sourceId, deadline));
      }
    }
    return ArrayFailure.during("taking " + wanted.describe(), refusal);
  }

  private GroupSnapshot told(String groupId, List<Volume> members, Deadline deadline) {
    String systemId = system.info(deadline).id();
    return new GroupSnapshot(
        Snapshot.groupId(systemId, groupId),
        members.stream().map(member -> Snapshot.of(systemId, member)).toList());
  }

  /**
   * One request.
   *
   * @param snapshotIds as the orchestrator knows its members; none are not compared
   * @throws Failure NOT_FOUND when there is no such group; INVALID_ARGUMENT when its members are
   *     others
   */
  GroupSnapshot get(String handle, List<String> snapshotIds, Deadline deadline) {
    VolumeId id =
        VolumeId.parse(handle, system.info(deadline).id())
            .filter(group -> group.systemId().equals(system.info(deadline).id()))
            .orElseThrow(() -> unknown(handle));
    List<Volume> members = members(id.volumeId(), deadline);
    if (members.isEmpty() || !members.stream().allMatch(SnapshotRule::isGroupMember)) {
      throw unknown(handle);
    }
    requireMembers(id, members, snapshotIds, deadline);
    return told(id.volumeId(), members, deadline);
  }

  private static Failure unknown(String handle) {
    return Failure.notFound("the array has no group snapshot '" + handle + "' that was made here");
  }

  /** Returns when the group is gone, or was never there. Two requests. */
  void delete(String handle, List<String> snapshotIds, Deadline deadline) {
    if (VolumeNames.isName(handle) || handles.parse(handle, deadline).isEmpty()) {
      log.info("'{}' is no group snapshot's id; nothing to delete", handle);
      return;
    }
    VolumeId id = handles.require(handle, deadline);
    turns.take(
        "group snapshot " + id,
        new Delete(id.volumeId()),
        deadline,
        () -> {
          deleteInTurn(id, snapshotIds, deadline);
          return true;
        });
  }

  private void deleteInTurn(VolumeId id, List<String> snapshotIds, Deadline deadline) {
    List<Volume> members = members(id.volumeId(), deadline);
    if (members.isEmpty()) {
      log.info("group snapshot {} was not there to be deleted", id);
      return;
    }
    if (!members.stream().allMatch(SnapshotRule::isGroupMember)) {
      throw Failure.precondition(
          "the snapshots of group " + id + " were not made as a group here; they stay");
    }
    requireMembers(id, members, snapshotIds, deadline);
    for (Volume member : members) {
      admission.admitSnapshot(handles.of(member.id(), deadline), member, deadline);
    }
    try {
      system.removeSnapshotGroup(id.volumeId(), deadline);
      log.info("deleted group snapshot {} of {} snapshots", id, members.size());
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case VOLUME_NOT_FOUND -> log.info("group snapshot {} went away by itself", id);
        case VOLUME_MAPPED -> throw inUse(id, deadline);
        default -> throw ArrayFailure.during("deleting group snapshot " + id, refusal);
      }
    }
    members.forEach(member -> sizes.forget(member.id()));
  }

  private Failure inUse(VolumeId id, Deadline deadline) {
    for (Volume member : members(id.volumeId(), deadline)) {
      if (!member.mappings().isEmpty()) {
        return Failure.precondition(
            "group snapshot "
                + id
                + " is in use and stays: "
                + VolumeHandles.describe(handles.of(member.id(), deadline), member)
                + " of it is mapped to "
                + sdcs.describe(member.mappings(), deadline)
                + "; unmap it there first");
      }
    }
    return Failure.unavailable(
        "a snapshot of group " + id + " was mapped just now and is no longer; repeat the call");
  }

  /**
   * All members that are left must be among those the orchestrator knows. Members it knows that are
   * gone were deleted one by one.
   */
  private void requireMembers(
      VolumeId id, List<Volume> members, List<String> snapshotIds, Deadline deadline) {
    if (snapshotIds.isEmpty()) {
      return;
    }
    String systemId = system.info(deadline).id();
    var given = new HashSet<String>();
    for (String snapshotId : snapshotIds) {
      given.add(VolumeId.parse(snapshotId, systemId).map(VolumeId::volumeId).orElse(snapshotId));
    }
    var left = new TreeSet<String>();
    members.forEach(member -> left.add(member.id()));
    var strangers = new TreeSet<>(given);
    strangers.removeAll(left);
    strangers.removeIf(stranger -> system.volume(stranger, deadline).isEmpty());
    if (!given.containsAll(left) || !strangers.isEmpty()) {
      throw Failure.invalid(
          "snapshot_ids are not the snapshots of group " + id + ", which are " + left);
    }
  }

  private List<Volume> members(String groupId, Deadline deadline) {
    var members = new ArrayList<Volume>();
    system.forEachVolume(
        volume -> {
          if (volume.groupId().equals(groupId)) {
            members.add(volume);
          }
        },
        deadline);
    return members;
  }
}
