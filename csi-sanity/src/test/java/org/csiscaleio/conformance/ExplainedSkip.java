package org.csiscaleio.conformance;

import java.util.List;
import java.util.function.Predicate;
import org.csiscaleio.csi.v1.ControllerServiceCapability;
import org.csiscaleio.csi.v1.NodeServiceCapability;

/**
 * A skip of csi-sanity that is all right, by the words it gives as its reason, as long as the
 * plugin does not advertise what the spec is about. What every plugin of ours must have (volumes,
 * publishing, listing, capacity, staging, statistics, snapshots, groups, clones, expansion,
 * modification, places) is not among them.
 */
record ExplainedSkip(String reason, Predicate<Advertised> holds) {
  private static final List<ExplainedSkip> ALL =
      List.of(
          controllerLacks(
              "PUBLISH_READONLY", "ControllerPublishVolume.readonly field not supported"),
          nodeLacks(
              "SINGLE_NODE_MULTI_WRITER",
              "Service does not have single node multi writer capability"),
          controllerLacks("GET_VOLUME_HEALTH", "ControllerGetVolumeHealth not supported"),
          controllerLacks("LIST_VOLUME_HEALTH", "ControllerListVolumeHealth not supported"),
          nodeLacks("GET_VOLUME_HEALTH", "NodeGetVolumeHealth not supported"),
          nodeLacks("GET_STORAGE_HEALTH", "NodeGetStorageHealth not supported"));

  static boolean explains(String reason, Advertised advertised) {
    return ALL.stream().anyMatch(skip -> skip.reason.equals(reason) && skip.holds.test(advertised));
  }

  private static ExplainedSkip controllerLacks(String capability, String reason) {
    var type = ControllerServiceCapability.RPC.Type.valueOf(capability);
    return new ExplainedSkip(reason, advertised -> !advertised.controller().contains(type));
  }

  private static ExplainedSkip nodeLacks(String capability, String reason) {
    var type = NodeServiceCapability.RPC.Type.valueOf(capability);
    return new ExplainedSkip(reason, advertised -> !advertised.node().contains(type));
  }
}
