package org.csiscaleio.controller.service;

import org.csiscaleio.gateway.Volume;

/**
 * Whose volumes this instance speaks for, and how that shows in their names. In cluster scope one
 * plugin speaks for the whole system; a scope in which many instances share one array answers the
 * same three questions from an owner and a size inside the name.
 */
public sealed interface VolumeScope {

  /**
   * The array's name for a volume to be made: at most 31 characters, the same for ever.
   *
   * @param requestedName as the orchestrator says it, behind any prefix
   * @param requestedBytes the size the orchestrator will expect to see
   */
  String arrayName(String requestedName, long requestedBytes);

  /** Whether ListVolumes shows it. */
  boolean lists(Volume volume);

  /** The size the orchestrator is told, in bytes. */
  long reportedBytes(Volume volume);

  /**
   * One plugin for the whole system. That an orchestrator knows a volume's id is the proof that it
   * may have it deleted.
   */
  record Cluster() implements VolumeScope {
    @Override
    public String arrayName(String requestedName, long requestedBytes) {
      return ScaleIoName.of(requestedName);
    }

    /** Snapshots are volumes to the array, but not to CSI; nor is anything grown from them. */
    @Override
    public boolean lists(Volume volume) {
      return !volume.isSnapshot() && volume.ancestorVolumeId().isEmpty();
    }

    @Override
    public long reportedBytes(Volume volume) {
      return volume.sizeBytes();
    }
  }
}
