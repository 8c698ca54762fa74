package org.csiscaleio.node.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;

/** Records in memory, which outlive a NodeService. */
final class KeptRecords implements VolumeRecords {
  final Map<VolumeId, VolumeRecord> kept = new ConcurrentHashMap<>();

  @Override
  public Optional<VolumeRecord> of(VolumeId volume, Deadline deadline) {
    return Optional.ofNullable(kept.get(volume));
  }

  @Override
  public List<VolumeRecord> all(Deadline deadline) {
    return List.copyOf(kept.values());
  }

  @Override
  public void keep(VolumeRecord record, Deadline deadline) {
    kept.put(record.volume(), record);
  }

  @Override
  public void forget(VolumeId volume, Deadline deadline) {
    kept.remove(volume);
  }
}
