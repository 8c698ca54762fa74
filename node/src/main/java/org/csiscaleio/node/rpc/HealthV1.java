package org.csiscaleio.node.rpc;

import java.util.List;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v1.NodeGetStorageHealthResponse;
import org.csiscaleio.csi.v1.StorageHealthErrorType;
import org.csiscaleio.csi.v1.VolumeCondition;
import org.csiscaleio.csi.v1.VolumeHealth;
import org.csiscaleio.csi.v1.VolumeHealthErrorType;
import org.csiscaleio.node.service.StorageTrouble;
import org.csiscaleio.operation.VolumeTrouble;

/** Troubles in the words of csi.v1: VolumeCondition up to 1.12, VolumeHealth from 1.13 on. */
final class HealthV1 {
  private HealthV1() {}

  static VolumeCondition condition(List<VolumeTrouble> troubles) {
    return VolumeCondition.newBuilder()
        .setAbnormal(!troubles.isEmpty())
        .setMessage(
            troubles.isEmpty()
                ? "the volume is well"
                : troubles.stream().map(VolumeTrouble::message).collect(Collectors.joining("; ")))
        .build();
  }

  static VolumeHealth volume(String volumeId, List<VolumeTrouble> troubles) {
    var health = VolumeHealth.newBuilder().setVolumeId(volumeId);
    for (VolumeTrouble trouble : troubles) {
      health
          .addHealthStatusesBuilder()
          .setStatus(
              switch (trouble.severity()) {
                case DEGRADED -> VolumeHealthErrorType.DEGRADED;
                case INACCESSIBLE -> VolumeHealthErrorType.INACCESSIBLE;
                case DATA_LOSS -> VolumeHealthErrorType.DATA_LOSS;
              })
          .setReason(trouble.reason())
          .setMessage(trouble.message());
    }
    return health.build();
  }

  static NodeGetStorageHealthResponse storage(List<StorageTrouble> troubles) {
    var response = NodeGetStorageHealthResponse.newBuilder();
    for (StorageTrouble trouble : troubles) {
      response
          .addBackendHealthBuilder()
          .setStatus(
              trouble.unreachable()
                  ? StorageHealthErrorType.STORAGE_UNREACHABLE
                  : StorageHealthErrorType.STORAGE_DEGRADED)
          .setReason(trouble.reason())
          .setMessage(trouble.message());
    }
    return response.build();
  }
}
