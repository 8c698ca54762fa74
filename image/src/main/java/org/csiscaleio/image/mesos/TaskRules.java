package org.csiscaleio.image.mesos;

import java.util.List;

/** The volumes of a task that the isolator {@code volume/csi} of Mesos 1.11 gives it. */
final class TaskRules {
  private TaskRules() {}

  static void check(Place task, MesosRelease release) {
    for (String name : List.of("name", "task_id", "agent_id", "resources")) {
      task.need(name);
    }
    task.find("container")
        .ifPresent(container ->
            container
                .find("volumes")
                .ifPresent(volumes ->
                    volumes.entries().forEach(volume -> volume(volume, container, release))));
  }

  private static void volume(Place volume, Place container, MesosRelease release) {
    volume.needText("container_path");
    volume
        .find("source")
        .ifPresent(source -> {
          if (source.needText("type").filter("CSI_VOLUME"::equals).isPresent()) {
            if (!release.hasVolumeIsolator()) {
              source.complain("CSI volumes of tasks are there from Mesos 1.11 on");
            }
            if (!container.find("type").flatMap(Place::text).filter("MESOS"::equals).isPresent()) {
              container.complain("only containers of type MESOS have CSI volumes");
            }
            boolean writes = volume.needText("mode").filter("RW"::equals).isPresent();
            source.need("csi_volume").ifPresent(csi -> csiVolume(csi, writes));
          }
        });
  }

  private static void csiVolume(Place volume, boolean writes) {
    volume.onlyNames("plugin_name", "static_provisioning");
    volume.need("plugin_name").ifPresent(NameRules::type);
    volume
        .need("static_provisioning")
        .ifPresent(given -> {
          if (given.has("readonly")) {
            given.complain("readonly is none of Mesos' fields: say it by the volume's mode, RO");
          }
          if (given.has("node_stage_secrets") || given.has("node_publish_secrets")) {
            given.complain(
                "secrets never reach the plugin by Mesos 1.11: give it its password in a file");
          }
          given.onlyNames(
              "volume_id",
              "volume_capability",
              "volume_context",
              "readonly",
              "node_stage_secrets",
              "node_publish_secrets");
          given.needText("volume_id");
          given.need("volume_capability").ifPresent(capability -> use(capability, writes));
          given.find("volume_context").ifPresent(Place::texts);
        });
  }

  private static void use(Place capability, boolean writes) {
    CapabilityRules.check(capability);
    if (writes
        && capability
            .find("access_mode")
            .flatMap(mode -> mode.find("mode"))
            .flatMap(Place::text)
            .filter(CapabilityRules.READERS::contains)
            .isPresent()) {
      capability.complain("is for readers, and the volume's mode is RW");
    }
  }
}
