package org.csiscaleio.image.mesos;

import java.nio.file.Path;
import java.util.List;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.SettingFlags;

/** All files that an agent needs for one way. */
final class AgentFiles {
  private AgentFiles() {}

  /**
   * @param command that makes them, as it is named in them
   */
  static List<AgentFile> of(Answers answers, String command) {
    AgentFile settings = new AgentFile(answers.settingsFile(), settings(answers), true);
    if (answers.way().isIsolator()) {
      return List.of(
          settings,
          json(
              answers.isolatorDirectory().resolve("scaleio.json"),
              AgentJson.isolatorPlugin(answers)),
          new AgentFile(
              answers.mesosDirectory().resolve("csi-scaleio-isolator.env"),
              AgentEnvironment.file(answers, command),
              false));
    }
    return List.of(
        settings,
        json(answers.providerDirectory().resolve("scaleio.json"), AgentJson.provider(answers)),
        json(answers.matrixFile(), AgentJson.matrix(answers)),
        json(answers.moduleFile(), AgentJson.modules(answers)),
        new AgentFile(
            answers.mesosDirectory().resolve("csi-scaleio.env"),
            AgentEnvironment.file(answers, command),
            false));
  }

  private static AgentFile json(Path path, Json value) {
    return new AgentFile(path, JsonText.of(value), false);
  }

  /** The plugin's own settings. */
  private static String settings(Answers answers) {
    return "# What csi-scaleio works with on this host; made by csi-scaleio mesos-config.\n"
        + "# All settings: csi-scaleio help serve\n"
        + effective(answers).yaml();
  }

  /** What was said, and what follows from the way. */
  static SettingFlags effective(Answers answers) {
    SettingFlags settings = answers.settings();
    if (answers.way() != Way.ISOLATOR) {
      // Else it follows from the SDC's GUID, and is another when that is.
      settings = settings.orElse(Catalogue.OWNER, answers.plugin());
    }
    return switch (answers.way()) {
      // Mesos' own environment says it too; here it is for doctor, and for who starts it by hand.
      case BUNDLE, URIS, IMAGE -> settings.orElse(Catalogue.SCOPE, "node");
      case RELAY, ENDPOINT ->
          inPool(settings, answers)
              // The unit says both; here they are for who starts the service otherwise.
              .orElse(Catalogue.SCOPE, "node")
              .orElse(Catalogue.STAGE, "false");
      case ISOLATOR ->
          inPool(settings, answers)
              .orElse(Catalogue.MODE, "node")
              .orElse(Catalogue.STAGE, "false")
              .orElse(Catalogue.STATE_DIR, "/var/lib/csi-scaleio/isolator");
    };
  }

  /** A task that has its volume made need not name the pool. */
  private static SettingFlags inPool(SettingFlags settings, Answers answers) {
    if (answers.pools().isEmpty()) {
      return settings;
    }
    PoolName pool = answers.pools().getFirst();
    SettingFlags named = settings.orElse(Catalogue.STORAGE_POOL, pool.pool());
    return pool.domain()
        .map(domain -> named.orElse(Catalogue.PROTECTION_DOMAIN, domain))
        .orElse(named);
  }
}
