package org.csiscaleio.controller.rpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.service.ContentSource;
import org.csiscaleio.controller.service.ExpandRequest;
import org.csiscaleio.controller.service.GroupRequest;
import org.csiscaleio.controller.service.GroupSnapshot;
import org.csiscaleio.controller.service.SizeRange;
import org.csiscaleio.controller.service.SnapshotQuery;
import org.csiscaleio.controller.service.SnapshotRequest;
import org.csiscaleio.csi.v1.ControllerExpandVolumeRequest;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.csi.v1.VolumeGroupSnapshot;
import org.csiscaleio.operation.Failure;

/** Snapshots, single and in groups, and what is made from them, as csi.v1 puts them. */
final class SnapshotsV1 {
  private SnapshotsV1() {}

  static SnapshotRequest create(CreateSnapshotRequest request) {
    String source = FieldRules.required("source_volume_id", request.getSourceVolumeId());
    String name = FieldRules.requiredName("name", request.getName());
    FieldRules.map("secrets", request.getSecretsMap());
    FieldRules.snapshotParameters(request.getParametersMap());
    return new SnapshotRequest(source, name, PlacesV1.read(request.getAccessibilityRequirements()));
  }

  static SnapshotQuery list(ListSnapshotsRequest request) {
    FieldRules.map("secrets", request.getSecretsMap());
    return new SnapshotQuery(
        request.getMaxEntries(),
        request.getStartingToken(),
        request.getSourceVolumeId(),
        request.getSnapshotId());
  }

  static GroupRequest createGroup(CreateVolumeGroupSnapshotRequest request) {
    String name = FieldRules.requiredName("name", request.getName());
    List<String> sources = request.getSourceVolumeIdsList();
    sources.forEach(id -> FieldRules.required("source_volume_ids", id));
    FieldRules.map("secrets", request.getSecretsMap());
    FieldRules.snapshotParameters(request.getParametersMap());
    return new GroupRequest(name, sources);
  }

  static ExpandRequest expand(ControllerExpandVolumeRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    FieldRules.map("secrets", request.getSecretsMap());
    return new ExpandRequest(
        volumeId,
        new SizeRange(
            request.getCapacityRange().getRequiredBytes(),
            request.getCapacityRange().getLimitBytes()),
        request.hasVolumeCapability()
            ? Optional.of(CapabilitiesV1.read(request.getVolumeCapability()))
            : Optional.empty());
  }

  static ContentSource source(VolumeContentSource source) {
    return switch (source.getTypeCase()) {
      case SNAPSHOT ->
          new ContentSource.OfSnapshot(
              FieldRules.required(
                  "volume_content_source.snapshot.snapshot_id",
                  source.getSnapshot().getSnapshotId()));
      case VOLUME ->
          new ContentSource.OfVolume(
              FieldRules.required(
                  "volume_content_source.volume.volume_id", source.getVolume().getVolumeId()));
      case TYPE_NOT_SET ->
          throw Failure.invalid("volume_content_source says neither snapshot nor volume");
    };
  }

  static Snapshot message(org.csiscaleio.controller.service.Snapshot snapshot) {
    return Snapshot.newBuilder()
        .setSnapshotId(snapshot.id().toString())
        .setSourceVolumeId(snapshot.source().toString())
        .setSizeBytes(snapshot.sizeBytes())
        .setCreationTime(timestamp(snapshot.creationTime()))
        .setReadyToUse(true)
        .setGroupSnapshotId(snapshot.group().orElse(""))
        .build();
  }

  static VolumeGroupSnapshot message(GroupSnapshot group) {
    return VolumeGroupSnapshot.newBuilder()
        .setGroupSnapshotId(group.id())
        .addAllSnapshots(group.snapshots().stream().map(SnapshotsV1::message).toList())
        .setCreationTime(timestamp(group.creationTime()))
        .setReadyToUse(true)
        .build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
