package org.csiscaleio.controller.rpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.Capacity;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.CreateRequest;
import org.csiscaleio.controller.service.ExpandRequest;
import org.csiscaleio.controller.service.ExpandedVolume;
import org.csiscaleio.controller.service.GroupRequest;
import org.csiscaleio.controller.service.GroupSnapshot;
import org.csiscaleio.controller.service.ModifyRequest;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.PublishRequest;
import org.csiscaleio.controller.service.Snapshot;
import org.csiscaleio.controller.service.SnapshotPage;
import org.csiscaleio.controller.service.SnapshotQuery;
import org.csiscaleio.controller.service.SnapshotRequest;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeHealthPage;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;

/** The use cases as the bindings of all generations call them: within their callers' time. */
final class Calls {
  /** At most so much of a caller's time is kept back, so that a failure still reaches it. */
  private static final Duration ANSWER_MARGIN = Duration.ofMillis(500);

  private final Controller service;

  Calls(Controller service) {
    this.service = requireNonNull(service, "service is null");
  }

  ProvisionedVolume create(CreateRequest request) {
    return service.create(request, deadline());
  }

  void delete(String volumeId) {
    service.delete(FieldRules.required("volume_id", volumeId), deadline());
  }

  Map<String, String> publish(PublishRequest request) {
    return service.publish(request, deadline());
  }

  /**
   * @param nodeId empty for every node
   */
  void unpublish(String volumeId, String nodeId) {
    FieldRules.required("volume_id", volumeId);
    FieldRules.nodeId("node_id", nodeId);
    if (nodeId.isEmpty()) {
      service.unpublishEverywhere(volumeId, deadline());
    } else {
      service.unpublish(volumeId, nodeId, deadline());
    }
  }

  CapabilityCheck.Answer check(CapabilityCheck check) {
    return service.check(check, deadline());
  }

  VolumePage list(int maxEntries, String startingToken) {
    return list(maxEntries, startingToken, false);
  }

  VolumePage list(int maxEntries, String startingToken, boolean withTroubles) {
    if (maxEntries < 0) {
      throw Failure.invalid("max_entries is negative: " + maxEntries);
    }
    return service.list(maxEntries, startingToken, withTroubles, deadline());
  }

  VolumeHealthPage listIll(int maxEntries, String startingToken) {
    if (maxEntries < 0) {
      throw Failure.invalid("max_entries is negative: " + maxEntries);
    }
    return service.listIll(maxEntries, startingToken, deadline());
  }

  /**
   * @param from from where it must be reachable; empty where the caller does not say
   */
  Capacity capacity(
      List<VolumeCapability> capabilities, Map<String, String> parameters, Optional<Place> from) {
    return service.capacity(
        capabilities, FieldRules.map("parameters", parameters), from, deadline());
  }

  /** From where what lies in a system can be reached; empty when nobody is to be told. */
  Optional<Place> placeOf(VolumeId id) {
    return service.placeOf(id.systemId());
  }

  VolumeStatus get(String volumeId, boolean withTroubles) {
    return service.get(FieldRules.required("volume_id", volumeId), withTroubles, deadline());
  }

  ExpandedVolume expand(ExpandRequest request) {
    return service.expand(request, deadline());
  }

  void modify(ModifyRequest request) {
    service.modify(request, deadline());
  }

  Snapshot createSnapshot(SnapshotRequest request) {
    return service.snapshots().create(request, deadline());
  }

  void deleteSnapshot(String snapshotId) {
    service.snapshots().delete(FieldRules.required("snapshot_id", snapshotId), deadline());
  }

  Snapshot getSnapshot(String snapshotId) {
    return service.snapshots().get(FieldRules.required("snapshot_id", snapshotId), deadline());
  }

  SnapshotPage listSnapshots(SnapshotQuery query) {
    if (query.maxEntries() < 0) {
      throw Failure.invalid("max_entries is negative: " + query.maxEntries());
    }
    FieldRules.text("source_volume_id", query.sourceVolumeId());
    FieldRules.text("snapshot_id", query.snapshotId());
    return service.snapshots().list(query, deadline());
  }

  GroupSnapshot createGroup(GroupRequest request) {
    return service.snapshots().createGroup(request, deadline());
  }

  void deleteGroup(String groupId, List<String> snapshotIds) {
    FieldRules.required("group_snapshot_id", groupId);
    snapshotIds.forEach(id -> FieldRules.required("snapshot_ids", id));
    service.snapshots().deleteGroup(groupId, snapshotIds, deadline());
  }

  GroupSnapshot getGroup(String groupId, List<String> snapshotIds) {
    FieldRules.required("group_snapshot_id", groupId);
    snapshotIds.forEach(id -> FieldRules.required("snapshot_ids", id));
    return service.snapshots().getGroup(groupId, snapshotIds, deadline());
  }

  /** The caller's deadline, a little earlier; the configured one when the caller has none. */
  private Deadline deadline() {
    Duration left = Unary.timeLeft(service.settings().callLimit());
    if (!Unary.isBounded()) {
      return Deadline.after(left);
    }
    Duration tenth = left.dividedBy(10);
    return Deadline.after(left)
        .earlierBy(tenth.compareTo(ANSWER_MARGIN) < 0 ? tenth : ANSWER_MARGIN);
  }
}
