package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.CreateRequest;
import org.csiscaleio.controller.service.ModifyRequest;
import org.csiscaleio.controller.service.PublishRequest;
import org.csiscaleio.controller.service.SizeRange;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.csi.v1.ControllerModifyVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;

/**
 * Reads the requests of csi.v1 that say more than an id. Their order of checks is the one
 * csi-sanity expects: ids, then capabilities, then everything else. Secrets are measured and left
 * behind.
 */
final class RequestsV1 {
  private RequestsV1() {}

  static CreateRequest create(CreateVolumeRequest request) {
    String name = FieldRules.requiredName("name", request.getName());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV1::read);
    FieldRules.map("secrets", request.getSecretsMap());
    // Nomad sends a range without bounds when its user gives none; it means what no range means.
    var size =
        new SizeRange(
            request.getCapacityRange().getRequiredBytes(),
            request.getCapacityRange().getLimitBytes());
    Map<String, String> mutable =
        FieldRules.map("mutable_parameters", request.getModifiableParametersMap());
    return new CreateRequest(
        name,
        size,
        capabilities,
        VolumeParameters.parse(FieldRules.map("parameters", request.getParametersMap()))
            .changedBy(mutable),
        request.hasVolumeContentSource()
            ? Optional.of(SnapshotsV1.source(request.getVolumeContentSource()))
            : Optional.empty(),
        PlacesV1.read(request.getAccessibilityRequirements()));
  }

  static PublishRequest publish(ControllerPublishVolumeRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    String nodeId = FieldRules.requiredNodeId("node_id", request.getNodeId());
    VolumeCapability capability =
        Capabilities.required(
            request.hasVolumeCapability(), request.getVolumeCapability(), CapabilitiesV1::read);
    FieldRules.map("secrets", request.getSecretsMap());
    Map<String, String> context = FieldRules.map("volume_context", request.getVolumeContextMap());
    return PublishRequest.of(volumeId, nodeId, capability, request.getReadonly(), context);
  }

  static CapabilityCheck check(ValidateVolumeCapabilitiesRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV1::read);
    FieldRules.map("secrets", request.getSecretsMap());
    return new CapabilityCheck(
        volumeId,
        capabilities,
        FieldRules.map("volume_context", request.getVolumeContextMap()),
        FieldRules.map("parameters", request.getParametersMap()),
        FieldRules.map("mutable_parameters", request.getModifiableParametersMap()));
  }

  static ModifyRequest modify(ControllerModifyVolumeRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    FieldRules.map("secrets", request.getSecretsMap());
    return ModifyRequest.of(
        volumeId, FieldRules.map("mutable_parameters", request.getMutableParametersMap()));
  }
}
