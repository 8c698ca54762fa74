package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.Map;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.CreateRequest;
import org.csiscaleio.controller.service.PublishRequest;
import org.csiscaleio.controller.service.SizeRange;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.csi.v01.CapacityRange;
import org.csiscaleio.csi.v01.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v01.CreateVolumeRequest;
import org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.operation.Failure;

/**
 * Reads the requests of csi, CSI 0.1, that say more than an id. Their order of checks is the one
 * csi-sanity expects: ids, then capabilities, then everything else. Secrets are measured and left
 * behind.
 */
final class RequestsV01 {
  private RequestsV01() {}

  static CreateRequest create(CreateVolumeRequest request) {
    String name = FieldRules.requiredName("name", request.getName());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV01::read);
    FieldRules.map("user_credentials", request.getUserCredentialsMap());
    SizeRange size = size(request.getCapacityRange());
    return new CreateRequest(
        name,
        size,
        capabilities,
        VolumeParameters.parse(FieldRules.map("parameters", request.getParametersMap())));
  }

  static PublishRequest publish(ControllerPublishVolumeRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    String nodeId = FieldRules.requiredNodeId("node_id", request.getNodeId());
    VolumeCapability capability =
        Capabilities.required(
            request.hasVolumeCapability(), request.getVolumeCapability(), CapabilitiesV01::read);
    FieldRules.map("user_credentials", request.getUserCredentialsMap());
    Map<String, String> context =
        FieldRules.map("volume_attributes", request.getVolumeAttributesMap());
    return PublishRequest.of(volumeId, nodeId, capability, request.getReadonly(), context);
  }

  static CapabilityCheck check(ValidateVolumeCapabilitiesRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV01::read);
    return new CapabilityCheck(
        volumeId,
        capabilities,
        FieldRules.map("volume_attributes", request.getVolumeAttributesMap()),
        Map.of());
  }

  /** Unsigned on the wire: what looks negative here is huge. */
  private static SizeRange size(CapacityRange range) {
    if (range.getRequiredBytes() < 0) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "no volume can have the required_bytes "
              + Long.toUnsignedString(range.getRequiredBytes()));
    }
    long limit = range.getLimitBytes();
    return new SizeRange(range.getRequiredBytes(), limit < 0 ? Long.MAX_VALUE : limit);
  }
}
