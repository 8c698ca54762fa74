package org.csiscaleio.image.mesos;

import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON files that an agent reads. */
final class AgentJson {
  static final String PROVIDER_TYPE = "org.apache.mesos.rp.local.storage";
  static final String PROVIDER_NAME = "scaleio";
  static final String PROFILE_MODULE = "org_apache_mesos_UriDiskProfileAdaptor";

  /** Name of the isolator's plugin: never that of a provider's plugin on the same host. */
  static final String ISOLATOR_NAME = "isolator";

  private static final String SERVICE_SOCKET = "unix:///run/csi-scaleio/csi.sock";
  private static final String MOUNTS = "/var/lib/csi-scaleio/mounts";

  private AgentJson() {}

  /** The configuration of the agent's resource provider. */
  static Json.Members provider(Answers answers) {
    Json.Members provider = Json.object().with("type", PROVIDER_TYPE).with("name", PROVIDER_NAME);
    if (answers.role().isPresent()) {
      provider =
          provider.with(
              "default_reservations",
              Json.list(Json.object().with("type", "DYNAMIC").with("role", answers.role().get())));
    }
    Json.Members storage = Json.object();
    if (answers.release().reconciles()) {
      storage = storage.with("reconciliation_interval_seconds", Json.number("60"));
    }
    return provider.with(
        "storage",
        storage.with(
            "plugin",
            Json.object()
                .with("type", answers.type())
                .with("name", answers.plugin())
                .with("containers", Json.list(PluginContainer.of(answers)))));
  }

  /** What disks there are to be had. */
  static Json matrix(Answers answers) {
    Map<String, Json> profiles = new LinkedHashMap<>();
    for (PoolName pool : answers.pools()) {
      for (ProfileKind kind : answers.profiles()) {
        String name = answers.pools().size() == 1 ? kind.toString() : pool.pool() + "-" + kind;
        profiles.put(name, profile(answers, pool, kind));
      }
    }
    return Json.object().with("profile_matrix", new Json.Members(profiles));
  }

  private static Json profile(Answers answers, PoolName pool, ProfileKind kind) {
    Json.Members mount = Json.object().with("fs_type", kind.fsType());
    if (!answers.mountFlags().isEmpty()) {
      mount = mount.with("mount_flags", Json.texts(answers.mountFlags()));
    }
    Json.Members parameters = Json.object();
    if (pool.domain().isPresent()) {
      parameters = parameters.with("protectionDomain", pool.domain().get());
    }
    parameters =
        parameters.with("storagePool", pool.pool()).with("provisioning", kind.provisioning());
    for (Map.Entry<String, String> limit : kind.limits().entrySet()) {
      parameters = parameters.with(limit.getKey(), limit.getValue());
    }
    return Json.object()
        .with("csi_plugin_type_selector", Json.object().with("plugin_type", answers.type()))
        .with(
            "volume_capabilities",
            Json.object()
                .with("mount", mount)
                .with("access_mode", Json.object().with("mode", "SINGLE_NODE_WRITER")))
        .with("create_parameters", parameters);
  }

  /** The module that reads the matrix, again every half minute. */
  static Json modules(Answers answers) {
    return Json.object()
        .with(
            "libraries",
            Json.list(
                Json.object()
                    .with(
                        "file",
                        ""
                            + answers
                                .places()
                                .libraries()
                                .resolve(answers.release().profileLibrary()))
                    .with(
                        "modules",
                        Json.list(
                            Json.object()
                                .with("name", PROFILE_MODULE)
                                .with(
                                    "parameters",
                                    Json.list(
                                        parameter("uri", "" + answers.places().matrix()),
                                        parameter("poll_interval", "30secs")))))));
  }

  private static Json parameter(String key, String value) {
    return Json.object().with("key", key).with("value", value);
  }

  /** The plugin of the isolator volume/csi. */
  static Json isolatorPlugin(Answers answers) {
    Json.Members plugin = Json.object().with("type", answers.type()).with("name", ISOLATOR_NAME);
    if (answers.way() == Way.ISOLATOR) {
      return plugin.with("containers", Json.list(PluginContainer.of(answers)));
    }
    return plugin
        .with(
            "endpoints",
            Json.list(
                Json.object().with("csi_service", "NODE_SERVICE").with("endpoint", SERVICE_SOCKET)))
        .with("target_path_root", MOUNTS);
  }
}
