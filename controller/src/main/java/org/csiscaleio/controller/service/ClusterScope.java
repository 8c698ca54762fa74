package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * One plugin for the whole system. That an orchestrator knows a volume's id is the proof that it
 * may use it and have it deleted; nobody else is to be told apart. All that is remembered are the
 * limits that volumes were given after they were made.
 */
final class ClusterScope implements VolumeScope {
  private final Optional<LimitsRecords> records;

  /**
   * @param records where modified limits are kept; empty when nobody asks for them
   */
  ClusterScope(Optional<LimitsRecords> records) {
    this.records = records;
  }

  @Override
  public boolean speaksForAll() {
    return true;
  }

  @Override
  public ChosenSize choose(SizeRange range, long defaultBytes, long maxBytes) {
    long bytes = range.choose(defaultBytes, maxBytes);
    return new ChosenSize(bytes, bytes);
  }

  @Override
  public ChosenSize chooseFrom(SizeRange range, ChosenSize source, long maxBytes) {
    long bytes = range.chooseFrom(source.arrayBytes(), maxBytes);
    return new ChosenSize(bytes, bytes);
  }

  @Override
  public Optional<String> objection(
      VolumeParameters parameters, List<VolumeCapability> capabilities) {
    return parameters
        .quotaGib()
        .map(quota -> "parameter quotaGiB is for scope: node; leave it out, or set that scope");
  }

  @Override
  public Map<String, String> context(VolumeParameters parameters) {
    return parameters.volumeContext();
  }

  @Override
  public String arrayName(String requestedName, long reportedBytes, Deadline deadline) {
    return ScaleIoName.of(requestedName);
  }

  @Override
  public boolean sameRequest(String arrayName, String otherArrayName) {
    return arrayName.equals(otherArrayName);
  }

  @Override
  public Optional<Volume> earlier(String arrayName, Deadline deadline) {
    return Optional.empty();
  }

  @Override
  public Reservation reserve(
      Pool pool,
      VolumeParameters parameters,
      String arrayName,
      long reportedBytes,
      Deadline deadline) {
    return Reservation.NONE;
  }

  @Override
  public Reservation reserveMore(Pool pool, Volume present, long reportedBytes, Deadline deadline) {
    return Reservation.NONE;
  }

  @Override
  public Optional<String> nameWhenLarger(Volume present, long reportedBytes) {
    return Optional.empty();
  }

  @Override
  public String snapshotName(String requestedName, Deadline deadline) {
    return ScaleIoName.ofSnapshot(requestedName);
  }

  @Override
  public String groupMemberName(String requestedName, int index, Deadline deadline) {
    return ScaleIoName.ofGroupMember(requestedName, index);
  }

  /** Nobody else is there who could have. */
  @Override
  public boolean tookByName(Volume snapshot, Deadline deadline) {
    return true;
  }

  /** The context tells them. */
  @Override
  public void keepLimits(
      Volume there, VolumeParameters parameters, boolean justMade, Deadline deadline) {}

  /** Snapshots are volumes to the array, but not to CSI; clones are to both; records to none. */
  @Override
  public boolean lists(Volume volume) {
    return SnapshotRule.isVolume(volume) && !LimitsRecord.isRecord(volume.name());
  }

  @Override
  public long reportedBytes(Volume volume) {
    return volume.sizeBytes();
  }

  @Override
  public void admit(VolumeId id, Volume volume, Deadline deadline) {
    if (LimitsRecord.isRecord(volume.name())) {
      throw Failure.notFound(
          "the array has no volume " + id + " but a record of another volume's limits");
    }
  }

  @Override
  public boolean admit(VolumeId id, Deadline deadline) {
    return records.filter(known -> known.isRecord(id.volumeId())).isEmpty();
  }

  @Override
  public boolean admitRemoval(VolumeId id, Deadline deadline) {
    return admit(id, deadline);
  }

  @Override
  public QosLimits limits(QosLimits said) {
    return said;
  }

  @Override
  public Optional<String> limitsObjection(
      VolumeId id, VolumeParameters parameters, Deadline deadline) {
    return Optional.empty();
  }

  @Override
  public Optional<LimitsOverride> modifiedLimits(VolumeId id, Deadline deadline) {
    return records.flatMap(known -> known.of(id.volumeId(), deadline));
  }

  @Override
  public void learn(Volume volume) {}

  @Override
  public void removed(String volumeId, Deadline deadline) {
    records.ifPresent(known -> known.removeOf(volumeId, deadline));
  }

  @Override
  public void mapped(String volumeId, Sdc sdc) {}

  @Override
  public void unmapped(String volumeId, Sdc sdc) {}

  @Override
  public void unmappedEverywhere(String volumeId) {}
}
