package org.csiscaleio.image.mesos;

import java.nio.file.Path;
import java.util.ArrayList;
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
    var files = new ArrayList<AgentFile>();
    files.add(settings);
    files.addAll(answers.way().isIsolator() ? ofIsolator(answers) : ofProvider(answers));
    if (!AgentEnvironment.variables(answers).isEmpty()) {
      files.add(
          new AgentFile(
              answers.places().environment(), AgentEnvironment.file(answers, command), false));
    }
    return files;
  }

  private static List<AgentFile> ofIsolator(Answers answers) {
    return List.of(
        json(
            answers.places().plugins().resolve("scaleio.json"), AgentJson.isolatorPlugin(answers)));
  }

  private static List<AgentFile> ofProvider(Answers answers) {
    return List.of(
        json(answers.places().providers().resolve("scaleio.json"), AgentJson.provider(answers)),
        json(answers.places().matrix(), AgentJson.matrix(answers)),
        json(answers.places().module(), AgentJson.modules(answers)));
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
