package org.csiscaleio.pages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The commands of the pages that no test types as they stand, each with the reason. */
final class NotTyped {
  /** By how a command begins. */
  static final Map<String, String> REASONS = reasons();

  private NotTyped() {}

  private static Map<String, String> reasons() {
    var reasons = new LinkedHashMap<String, String>();
    reasons.put(
        "bin/demo ", "builds, and takes a minute; CommandsOfThePagesTest looks that it is there");
    reasons.put("bin/test ", "runs this");
    reasons.put(
        "bin/renew-packages ",
        "changes this source tree; CommandsOfThePagesTest looks that it is there");
    reasons.put(
        "emulator/target/scaleio-emulator/bin/scaleio-emulator --config ",
        "serves until it is ended; every whole-program test starts it so");
    reasons.put("podman ", "ContainerTest runs the image in its ways");
    reasons.put(
        "mkdir -p /var/lib/csi-scaleio-images ",
        "MesosImageVolumeTest has the image in such a directory");
    reasons.put(
        "cp csi-scaleio-0.1.0.tar /var/lib/csi-scaleio-images/",
        "MesosImageVolumeTest has the image in such a directory");
    reasons.put(
        "/opt/csi-scaleio/bin/csi-scaleio version",
        "stands after an installation by podman; ContainerTest");
    reasons.put("echo \"b $(awk ", "DevicesCgroupTest allows devices to a cgroup in this way");
    reasons.put("exec /opt/csi-scaleio/bin/csi-scaleio serve", "the second line of the one above");
    reasons.put(
        "kubectl ", "there is no cluster; KubernetesQuickStartTest does what can be done without");
    reasons.put("csi-scaleio disk ", "there is no master; DisksPageTest types it before a double");
    reasons.put("nomad ", "there is no Nomad; NomadFilesTest reads the files");
    return reasons;
  }

  /** Why a command is not typed; empty when it is. */
  static Optional<String> reason(PageCommand command) {
    return REASONS.entrySet().stream()
        .filter(entry -> command.line().startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
