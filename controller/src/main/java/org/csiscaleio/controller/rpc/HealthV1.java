package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v1.VolumeCondition;
import org.csiscaleio.csi.v1.VolumeHealth;
import org.csiscaleio.csi.v1.VolumeHealthErrorType;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * What is wrong with volumes, in the words of csi.v1: one text up to 1.12, entries from 1.13 on.
 */
final class HealthV1 {
  private HealthV1() {}

  static VolumeCondition condition(List<VolumeTrouble> troubles) {
    String all = troubles.stream().map(VolumeTrouble::message).collect(Collectors.joining("; "));
    return VolumeCondition.newBuilder()
        .setAbnormal(!troubles.isEmpty())
        .setMessage(troubles.isEmpty() ? "the array knows of nothing wrong" : all)
        .build();
  }

  static VolumeHealth message(String volumeId, List<VolumeTrouble> troubles) {
    var message = VolumeHealth.newBuilder().setVolumeId(volumeId);
    for (VolumeTrouble trouble : troubles) {
      message.addHealthStatuses(
          VolumeHealth.VolumeHealthEntry.newBuilder()
              .setStatus(status(trouble.severity()))
              .setReason(trouble.reason())
              .setMessage(trouble.message()));
    }
    return message.build();
  }

  private static VolumeHealthErrorType status(VolumeTrouble.Severity severity) {
    return switch (severity) {
      case DEGRADED -> VolumeHealthErrorType.DEGRADED;
      case INACCESSIBLE -> VolumeHealthErrorType.INACCESSIBLE;
      case DATA_LOSS -> VolumeHealthErrorType.DATA_LOSS;
    };
  }
}
