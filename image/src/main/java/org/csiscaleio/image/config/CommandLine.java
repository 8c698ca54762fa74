package org.csiscaleio.image.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.image.config.Setting.Where;
import org.jspecify.annotations.Nullable;

/** Reads {@code --flag value} and {@code --flag=value}; complains about what it does not know. */
final class CommandLine {
  private final Map<String, Setting<?>> byFlag = new LinkedHashMap<>();
  private final Map<Setting<?>, Given> found = new HashMap<>();
  private final List<String> problems;

  private CommandLine(List<String> problems) {
    this.problems = problems;
    for (Setting<?> setting : Catalogue.all()) {
      if (setting.where() != Where.ENVIRONMENT) {
        byFlag.put(setting.flag(), setting);
      }
    }
  }

  /**
   * What the flags say.
   *
   * @param problems where complaints go
   */
  static Map<Setting<?>, Given> read(List<String> arguments, List<String> problems) {
    var line = new CommandLine(problems);
    line.read(arguments);
    return line.found;
  }

  private void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      Setting<?> setting = find(flag);
      if (setting == null) {
        problems.add(unknown(flag));
        // A value that follows belongs to the unknown flag: not worth a complaint of its own.
        if (equals < 0 && i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-")) {
          i++;
        }
      } else if (equals >= 0) {
        add(setting, flag, argument.substring(equals + 1));
      } else if (i + 1 < arguments.size() && isValue(setting, arguments.get(i + 1))) {
        i++;
        add(setting, flag, arguments.get(i));
      } else if (setting.type().isSwitch()) {
        add(setting, flag, "true");
      } else {
        problems.add(flag + " needs a value: " + setting.type().allowed());
      }
    }
  }

  /** Also as the key is written in the file: {@code --storagePool}. */
  private @Nullable Setting<?> find(String flag) {
    Setting<?> setting = byFlag.get(flag);
    if (setting != null) {
      return setting;
    }
    for (Setting<?> candidate : byFlag.values()) {
      if (flag.equals("--" + candidate.key())) {
        return candidate;
      }
    }
    return null;
  }

  /** Whether the word after a flag is its value: for a switch only if it could be one. */
  private static boolean isValue(Setting<?> setting, String word) {
    if (!setting.type().isSwitch()) {
      return !word.startsWith("--");
    }
    return setting.type().accepts(word);
  }

  private void add(Setting<?> setting, String flag, String text) {
    if (text.isEmpty()) {
      problems.add(flag + " has an empty value; it must be " + setting.type().allowed());
      return;
    }
    Given before = found.get(setting);
    if (before != null && !Catalogue.takesSeveral(setting)) {
      problems.add(flag + " is given twice, as '" + before.text() + "' and '" + text + "'");
      return;
    }
    String whole = before == null ? text : before.text() + "," + text;
    found.put(setting, new Given(whole, new Source.Flag(flag)));
  }

  private String unknown(String flag) {
    if (!flag.startsWith("-")) {
      return "'" + flag + "' is not an option; options begin with --";
    }
    if (flag.equals(Catalogue.PASSWORD.flag())) {
      return "there is no --password: every user of this host can read command lines. Put the"
          + " password into a file and say --password-file FILE, or set X_CSI_SCALEIO_PASSWORD";
    }
    return "unknown option " + flag + Nearest.suggestion(flag, byFlag.keySet());
  }
}
