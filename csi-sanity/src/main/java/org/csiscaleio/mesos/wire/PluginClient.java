package org.csiscaleio.mesos.wire;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.mesos.Capability;

/**
 * The calls Mesos makes, and no others; contract section 1.1. What a generation does not have does
 * nothing or answers empty. Secrets and topology are never sent. Every method throws {@link
 * CallFailed}.
 */
public interface PluginClient {
  CsiVersion version();

  /** Probe; in 0.1 GetSupportedVersions, which must have exactly 0.1.0. */
  void probe();

  /** ControllerProbe, in 0.1 only. */
  default void controllerProbe() {}

  /** NodeProbe, in 0.1 only. */
  default void nodeProbe() {}

  /** GetPluginInfo; the answer is only logged by Mesos. */
  void pluginInfo();

  /** GetPluginCapabilities: is CONTROLLER_SERVICE there? 0.1 has no such call: yes. */
  boolean hasControllerService();

  /** ControllerGetCapabilities: names of those Mesos knows; others are ignored. */
  Set<String> controllerCapabilities();

  /** NodeGetCapabilities; 0.1 has none that Mesos asks for. */
  Set<String> nodeCapabilities();

  /** NodeGetInfo, NodeGetId or GetNodeID. */
  String nodeId();

  /** CreateVolume; required_bytes and limit_bytes are both {@code bytes}. */
  ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters);

  void deleteVolume(String volumeId);

  /** ControllerPublishVolume; the answer is the publish context. */
  Map<String, String> controllerPublish(
      String volumeId,
      String nodeId,
      Capability capability,
      boolean readonly,
      Map<String, String> context);

  void controllerUnpublish(String volumeId, String nodeId);

  /** ValidateVolumeCapabilities; parameters are sent in csi.v1 only. */
  Validation validate(
      String volumeId,
      Map<String, String> context,
      Capability capability,
      Map<String, String> parameters);

  /** ListVolumes, once: max_entries 0, no token, and next_token is not looked at. */
  List<ListedVolume> listVolumes();

  long getCapacity(Capability capability, Map<String, String> parameters);

  void nodeStage(NodeUse use);

  void nodeUnstage(String volumeId, Path staging);

  void nodePublish(NodeUse use);

  void nodeUnpublish(String volumeId, Path target);
}
