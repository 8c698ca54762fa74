package org.csiscaleio.node.service;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Where records outlive the process. A change is whole and durable when its method returns. */
public interface VolumeRecords {
  /** The volume's record. One that cannot be understood is none, and said so in the log. */
  Optional<VolumeRecord> of(VolumeId volume, Deadline deadline);

  /** All of them. */
  List<VolumeRecord> all(Deadline deadline);

  /**
   * Puts it in place of an earlier one.
   *
   * @throws Failure FAILED_PRECONDITION when it cannot be kept
   */
  void keep(VolumeRecord record, Deadline deadline);

  /** Removes the volume's record, if there is one. */
  void forget(VolumeId volume, Deadline deadline);

  /** No records: what is done for a volume is not remembered, so nothing may be done. */
  static VolumeRecords none() {
    return new VolumeRecords() {
      @Override
      public Optional<VolumeRecord> of(VolumeId volume, Deadline deadline) {
        return Optional.empty();
      }

      @Override
      public List<VolumeRecord> all(Deadline deadline) {
        return List.of();
      }

      @Override
      public void keep(VolumeRecord record, Deadline deadline) {
        throw Failure.precondition(
            "what is done for volume " + record.volume() + " cannot be remembered here");
      }

      @Override
      public void forget(VolumeId volume, Deadline deadline) {
        // there is none
      }
    };
  }
}
