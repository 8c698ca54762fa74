package org.csiscaleio.image.mesos;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.SettingFlags;

/**
 * What an operator says about an agent and its volumes.
 *
 * @param plugin name of the plugin on this agent, of letters, digits and underscores; no other
 *     agent of the cluster has it
 * @param pools from which the profiles make volumes
 * @param profiles each for every pool
 * @param mountFlags of all profiles
 * @param role for which disks are reserved as they appear; empty for none
 * @param places where the agent has what it reads
 * @param program on the agent
 * @param source from where the agent fetches the bundle, for {@link Way#URIS}
 * @param image in the agent's image directory, for {@link Way#IMAGE}
 * @param settings of the plugin
 */
record Answers(
    MesosRelease release,
    Way way,
    String plugin,
    List<PoolName> pools,
    List<ProfileKind> profiles,
    List<String> mountFlags,
    Optional<String> role,
    AgentPlaces places,
    Path program,
    String source,
    String image,
    SettingFlags settings) {

  /** The plugin's type: the same string as the name it gives itself. */
  String type() {
    return settings.text(Catalogue.NAME).orElse(Catalogue.NAME.defaultText());
  }

  Path settingsFile() {
    return Path.of("/etc/csi-scaleio").resolve(way.settingsFile());
  }
}
