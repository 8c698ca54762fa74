package org.csiscaleio.controller.service;

import java.util.Map;
import org.csiscaleio.gateway.VolumeId;

/**
 * A volume as the orchestrator is told about it.
 *
 * @param capacityBytes its size
 * @param context its volume_context; nothing volatile, nothing secret
 */
public record ProvisionedVolume(VolumeId id, long capacityBytes, Map<String, String> context) {}
