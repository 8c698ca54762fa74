package org.csiscaleio.image.mesos;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the agent itself is started with: each flag of an agent is an environment variable too. */
final class AgentEnvironment {
  private static final String FEATURES =
      "{\"capabilities\": [{\"type\": \"MULTI_ROLE\"}, {\"type\": \"HIERARCHICAL_ROLE\"},"
          + " {\"type\": \"RESERVATION_REFINEMENT\"}, {\"type\": \"RESOURCE_PROVIDER\"}]}";

  private AgentEnvironment() {}

  /** The variables, as the agent reads them. */
  static Map<String, String> variables(Answers answers) {
    var variables = new LinkedHashMap<String, String>();
    AgentPlaces places = answers.places();
    if (places.dcos()) {
      if (!answers.way().isIsolator()) {
        ofProvider(answers, variables);
      }
      return variables;
    }
    variables.put("MESOS_LAUNCHER", "linux");
    variables.put("MESOS_ISOLATION", isolation(answers.way()));
    if (answers.way().isIsolator()) {
      variables.put("MESOS_CSI_PLUGIN_CONFIG_DIR", "" + places.plugins());
      return variables;
    }
    if (answers.way() == Way.IMAGE) {
      variables.put("MESOS_IMAGE_PROVIDERS", "docker");
      variables.put("MESOS_DOCKER_REGISTRY", "/var/lib/csi-scaleio-images");
    }
    ofProvider(answers, variables);
    return variables;
  }

  private static void ofProvider(Answers answers, Map<String, String> variables) {
    AgentPlaces places = answers.places();
    variables.put("MESOS_RESOURCE_PROVIDER_CONFIG_DIR", "" + places.providers());
    if (!places.dcos()) {
      variables.put("MESOS_MODULES", "file://" + places.module());
    }
    variables.put("MESOS_DISK_PROFILE_ADAPTOR", AgentJson.PROFILE_MODULE);
    if (answers.release().wantsAgentFeatures()) {
      variables.put("MESOS_AGENT_FEATURES", FEATURES);
    }
  }

  private static String isolation(Way way) {
    String all = "filesystem/linux,cgroups/cpu,cgroups/mem";
    return switch (way) {
      case IMAGE -> all + ",docker/runtime";
      case ISOLATOR, ENDPOINT -> all + ",volume/csi";
      case BUNDLE, URIS, RELAY -> all;
    };
  }

  /**
   * As a file for {@code EnvironmentFile=} of the agent's unit.
   *
   * @param command that made it
   */
  static String file(Answers answers, String command) {
    var text = new StringBuilder();
    text.append("# What a Mesos ").append(answers.release()).append(" agent is started with;");
    text.append(" made by\n#   ").append(command).append("\n#\n");
    if (answers.places().dcos()) {
      text.append(
          "# The unit of the agent reads this file after DC/OS' own, which say the rest.\n");
    } else {
      text.append("# For EnvironmentFile= of its unit, or as flags: MESOS_LAUNCHER=linux is");
      text.append(" --launcher=linux.\n");
      text.append("# To MESOS_ISOLATION and MESOS_MODULES add what your agents have already.\n");
    }
    if (!answers.way().isService()) {
      text.append("# Not cgroups/devices nor cgroups/all: they deny the plugin its devices; where");
      text.append(" they are, use way relay or endpoint.\n");
    }
    if (answers.release().wantsGrpcBuild() && !answers.places().dcos()) {
      text.append("# Mesos ").append(answers.release());
      text.append(" has to be built with --enable-grpc.\n");
    }
    variables(answers)
        .forEach((name, value) ->
            text.append(name)
                .append('=')
                // systemd takes what is quoted so as it stands.
                .append(value.contains("\"") ? "'" + value + "'" : value)
                .append('\n'));
    return text.toString();
  }
}
