package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an agent is started with. */
final class EnvironmentRules {
  private EnvironmentRules() {}

  /** The variables of a file for systemd's {@code EnvironmentFile=}. */
  static Map<String, String> read(String text) {
    var variables = new LinkedHashMap<String, String>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && line.contains("="))
        .forEach(line -> {
          String[] parts = line.split("=", 2);
          boolean quoted = parts[1].length() > 1 && parts[1].matches("'.*'|\"[^\"]*\"");
          variables.put(parts[0], quoted ? parts[1].substring(1, parts[1].length() - 1) : parts[1]);
        });
    return variables;
  }

  /** With what DC/OS says before. */
  static Map<String, String> inDcos(Map<String, String> ours, MesosRelease release) {
    var all = new LinkedHashMap<String, String>();
    all.put("MESOS_ISOLATION", "cgroups/all,filesystem/linux");
    all.put("MESOS_MODULES", "of a directory");
    if (release.hasVolumeIsolator()) {
      all.put("MESOS_ISOLATION", "cgroups/all,filesystem/linux,volume/csi");
      all.put("MESOS_CSI_PLUGIN_CONFIG_DIR", "of its own");
    }
    all.putAll(ours);
    return all;
  }

  /**
   * @param outside whether the plugin runs outside of the agent's containers
   */
  static List<String> check(Map<String, String> agent, MesosRelease release, boolean outside) {
    var complaints = new ArrayList<String>();
    List<String> isolation =
        Arrays.stream(agent.getOrDefault("MESOS_ISOLATION", "").split(",", -1))
            .map(String::strip)
            .toList();
    if (!isolation.contains("filesystem/linux")) {
      complaints.add("MESOS_ISOLATION lacks filesystem/linux: tasks would have no volumes");
    }
    if (!agent.getOrDefault("MESOS_LAUNCHER", "linux").equals("linux")) {
      complaints.add("MESOS_LAUNCHER has to be linux, which filesystem/linux wants");
    }
    if (!outside && (isolation.contains("cgroups/devices") || isolation.contains("cgroups/all"))) {
      complaints.add(
          "MESOS_ISOLATION denies containers the SDC's devices (cgroups/devices, cgroups/all): run"
              + " the plugin as a service of the host, by way relay or endpoint");
    }
    volumes(agent, isolation, release, complaints);
    disks(agent, release, complaints);
    return complaints;
  }

  private static void volumes(
      Map<String, String> agent,
      List<String> isolation,
      MesosRelease release,
      List<String> complaints) {
    boolean isolates = isolation.contains("volume/csi");
    if (isolates != agent.containsKey("MESOS_CSI_PLUGIN_CONFIG_DIR")) {
      complaints.add(
          "the isolator volume/csi and MESOS_CSI_PLUGIN_CONFIG_DIR have to be there together");
    }
    if (isolates && !release.hasVolumeIsolator()) {
      complaints.add("the isolator volume/csi is there from Mesos 1.11 on, not in " + release);
    }
  }

  private static void disks(
      Map<String, String> agent, MesosRelease release, List<String> complaints) {
    boolean provides = agent.containsKey("MESOS_RESOURCE_PROVIDER_CONFIG_DIR");
    if (provides
        && !(agent.containsKey("MESOS_MODULES")
            && agent
                .getOrDefault("MESOS_DISK_PROFILE_ADAPTOR", "")
                .equals(AgentJson.PROFILE_MODULE))) {
      complaints.add(
          "without MESOS_MODULES and MESOS_DISK_PROFILE_ADAPTOR="
              + AgentJson.PROFILE_MODULE
              + " there are no disk profiles, and no new disks");
    }
    if (provides
        && release.wantsAgentFeatures()
        && !agent.getOrDefault("MESOS_AGENT_FEATURES", "").contains("RESOURCE_PROVIDER")) {
      complaints.add("Mesos 1.5 wants RESOURCE_PROVIDER among MESOS_AGENT_FEATURES");
    }
  }
}
