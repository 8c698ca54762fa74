package org.csiscaleio.deploy;

import java.util.List;
import java.util.stream.Collectors;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.Setting;
import org.csiscaleio.image.config.Setting.Group;
import org.csiscaleio.image.config.Setting.Variable;

/** {@code docs/configuration.md}, from the table of settings. */
final class ConfigurationPage {
  private static final String BEGIN =
      """
      # Every setting

      Made from the program's own table; `csi-scaleio help serve` says the same. Each setting is a key of the configuration file
      (`--config FILE`, YAML, one `key: value` per line), an option, and an environment variable. Where several say something,
      the option counts before the environment, the environment before the file. An unknown key or option is an error.

      Lists (`gateway`, `quota`, `imports`, `topology`) are separated by commas, or are YAML lists, or options that are said again.
      Where two variables are named, either will do; those of csi-scaleio 0.1, csi-vxflexos and gocsi are understood.
      """;

  private static final String SYSTEMS =
      """
      | `systems` |  | Several ScaleIO systems, in the configuration file only: [several systems](several-systems.md). |
      """;

  private ConfigurationPage() {}

  static String text() {
    var text = new StringBuilder(BEGIN);
    for (Group group : Group.values()) {
      List<Setting<?>> settings =
          Catalogue.all().stream()
              .<Setting<?>>map(setting -> setting)
              .filter(setting -> setting.group() == group && !setting.hidden())
              .toList();
      text.append("\n## ").append(group.heading()).append("\n\n");
      text.append("| setting | default | |\n|---|---|---|\n");
      settings.forEach(setting -> row(setting, text));
      if (group == Group.GATEWAY) {
        text.append(SYSTEMS);
      }
    }
    return text.toString();
  }

  private static void row(Setting<?> setting, StringBuilder text) {
    String value = setting.defaultText();
    text.append("| ")
        .append(name(setting))
        .append(" | ")
        .append(value.isEmpty() ? "" : "`" + value + "`")
        .append(" | ")
        .append(cell(setting.description()))
        .append(" Allowed: ")
        .append(cell(setting.type().allowed()))
        .append(". ")
        .append(variables(setting))
        .append(" |\n");
  }

  private static String name(Setting<?> setting) {
    return switch (setting.where()) {
      case ANYWHERE -> "`" + setting.key() + "`, `" + setting.flag() + "`";
      case NOT_IN_FILE -> "`" + setting.flag() + "`";
      case ENVIRONMENT -> "environment only";
    };
  }

  private static String variables(Setting<?> setting) {
    return setting.variables().stream()
        .map(Variable::name)
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
