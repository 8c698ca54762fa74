package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.ContentSource;
import org.csiscaleio.controller.service.CreateRequest;
import org.csiscaleio.controller.service.PublishRequest;
import org.csiscaleio.controller.service.SizeRange;
import org.csiscaleio.controller.service.SnapshotRequest;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.csi.v0.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v0.CreateSnapshotRequest;
import org.csiscaleio.csi.v0.CreateVolumeRequest;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v0.VolumeContentSource;
import org.csiscaleio.operation.Failure;

/**
 * Reads the requests of csi.v0 that say more than an id. Their order of checks is the one
 * csi-sanity expects: ids, then capabilities, then everything else. Secrets are measured and left
 * behind.
 */
final class RequestsV0 {
  private RequestsV0() {}

  static CreateRequest create(CreateVolumeRequest request) {
    String name = FieldRules.requiredName("name", request.getName());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV0::read);
    FieldRules.map("controller_create_secrets", request.getControllerCreateSecretsMap());
    var size =
        new SizeRange(
            request.getCapacityRange().getRequiredBytes(),
            request.getCapacityRange().getLimitBytes());
    return new CreateRequest(
        name,
        size,
        capabilities,
        VolumeParameters.parse(FieldRules.map("parameters", request.getParametersMap())),
        request.hasVolumeContentSource()
            ? Optional.of(source(request.getVolumeContentSource()))
            : Optional.empty(),
        PlacesV0.read(request.getAccessibilityRequirements()));
  }

  /** Only snapshots; that volumes are made from volumes came with csi.v1. */
  private static ContentSource source(VolumeContentSource source) {
    if (!source.hasSnapshot()) {
      throw Failure.invalid("volume_content_source names no snapshot");
    }
    return new ContentSource.OfSnapshot(
        FieldRules.required("volume_content_source.snapshot.id", source.getSnapshot().getId()));
  }

  static SnapshotRequest snapshot(CreateSnapshotRequest request) {
    String source = FieldRules.required("source_volume_id", request.getSourceVolumeId());
    String name = FieldRules.requiredName("name", request.getName());
    FieldRules.map("create_snapshot_secrets", request.getCreateSnapshotSecretsMap());
    FieldRules.snapshotParameters(request.getParametersMap());
    return new SnapshotRequest(source, name);
  }

  static PublishRequest publish(ControllerPublishVolumeRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    String nodeId = FieldRules.requiredNodeId("node_id", request.getNodeId());
    VolumeCapability capability =
        Capabilities.required(
            request.hasVolumeCapability(), request.getVolumeCapability(), CapabilitiesV0::read);
    FieldRules.map("controller_publish_secrets", request.getControllerPublishSecretsMap());
    Map<String, String> context =
        FieldRules.map("volume_attributes", request.getVolumeAttributesMap());
    return PublishRequest.of(volumeId, nodeId, capability, request.getReadonly(), context);
  }

  static CapabilityCheck check(ValidateVolumeCapabilitiesRequest request) {
    String volumeId = FieldRules.required("volume_id", request.getVolumeId());
    List<VolumeCapability> capabilities =
        Capabilities.required(request.getVolumeCapabilitiesList(), CapabilitiesV0::read);
    return new CapabilityCheck(
        volumeId,
        capabilities,
        FieldRules.map("volume_attributes", request.getVolumeAttributesMap()),
        Map.of());
  }
}
