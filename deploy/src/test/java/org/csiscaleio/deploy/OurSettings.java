package org.csiscaleio.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.Setting;
import org.csiscaleio.image.config.Setting.Where;

/** What files say to this program, held against the table of its settings. */
final class OurSettings {
  /** Of the script that starts it, of a relay, and of the build. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "CSI_SCALEIO_HEAP",
          "CSI_SCALEIO_JAVA_OPTS",
          "CSI_SCALEIO_CLASSES",
          "CSI_SCALEIO_PLAIN",
          "X_CSI_SCALEIO_RELAY_TO",
          "X_CSI_SCALEIO_RELAY_WAIT",
          "X_CSI_SCALEIO_RELAY_MAX_CONNECTIONS",
          "X_CSI_SCALEIO_ENDPOINT_MODE");

  private OurSettings() {}

  static boolean isVariable(String name) {
    return variables().contains(name);
  }

  private static Set<String> variables() {
    var names = new HashSet<>(OTHER_VARIABLES);
    for (Setting<?> setting : Catalogue.all()) {
      setting.variables().forEach(variable -> names.add(variable.name()));
    }
    return names;
  }

  /** Why words after {@code serve} are no options of it; none when they are. */
  static List<String> wrongFlags(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.startsWith("--"))
        .flatMap(argument -> {
          String[] parts = argument.split("=", 2);
          Optional<Setting<?>> setting = all().filter(s -> s.flag().equals(parts[0])).findFirst();
          return setting.isEmpty()
              ? Stream.of("unknown option " + parts[0])
              : parts.length < 2 ? Stream.of() : wrongValue(setting.get(), parts[1]);
        })
        .toList();
  }

  /** Why entries are none of a configuration file; none when they are. */
  static List<String> wrongEntries(Map<?, ?> file) {
    return file.entrySet().stream()
        .flatMap(entry -> {
          Optional<Setting<?>> setting =
              all()
                  .filter(s -> s.where() == Where.ANYWHERE && s.key().equals(entry.getKey()))
                  .findFirst();
          return setting.isEmpty()
              ? Stream.of("unknown key " + entry.getKey())
              : wrongValue(setting.get(), text(entry.getValue()));
        })
        .toList();
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  private static Stream<String> wrongValue(Setting<?> setting, String text) {
    try {
      var _ = setting.type().reader().apply(text);
      return Stream.of();
    } catch (IllegalArgumentException e) {
      return Stream.of(setting.key() + ": '" + text + "' must be " + setting.type().allowed());
    }
  }

  private static Stream<Setting<?>> all() {
    return Catalogue.all().stream();
  }
}
