package org.csiscaleio.image.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.csiscaleio.image.config.Setting.Variable;
import org.jspecify.annotations.Nullable;

/** Reads environment variables: ours, and those of csi-scaleio, csi-vxflexos and gocsi. */
final class Environment {
  private static final String OURS = "X_CSI_SCALEIO_";

  /** Variables of those other programs that change nothing here, and why. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.ofEntries(
          Map.entry("X_CSI_SCALEIO_AUTOPROBE", "the gateway is logged in to when it is needed"),
          Map.entry("X_CSI_SCALEIO_NO_PROBE_ON_START", "starting never waits for the gateway"),
          Map.entry("X_CSI_VXFLEXOS_AUTOPROBE", "the gateway is logged in to when it is needed"),
          Map.entry("X_CSI_VXFLEXOS_NO_PROBE_ON_START", "starting never waits for the gateway"),
          Map.entry("X_CSI_PRIVATE_MOUNT_DIR", "volumes are mounted without a private directory"),
          Map.entry("X_CSI_SERIAL_VOL_ACCESS", "calls for one volume always take turns"),
          Map.entry("X_CSI_SPEC_VALIDATION", "requests are always checked"),
          Map.entry("X_CSI_SPEC_REQ_VALIDATION", "requests are always checked"),
          Map.entry("X_CSI_FS_CHECK_MODE", "a check repairs what is safe to repair"),
          Map.entry("X_CSI_REQ_LOGGING", "say logLevel: debug to see requests"),
          Map.entry("X_CSI_REP_LOGGING", "say logLevel: debug to see answers"));

  private Environment() {}

  /**
   * What the variables say. Of several that set the same thing the first in the setting's order
   * counts. An empty one says nothing.
   *
   * @param problems where complaints go
   * @param warnings where remarks go
   */
  static Map<Setting<?>, Given> read(
      Map<String, String> variables, List<String> problems, List<String> warnings) {
    Map<Setting<?>, Given> found = new HashMap<>();
    List<String> known = new ArrayList<>();
    for (Setting<?> setting : Catalogue.all()) {
      for (Variable variable : setting.variables()) {
        known.add(variable.name());
        Given given = given(setting, variable, variables, problems);
        Given earlier = found.get(setting);
        if (given != null && earlier == null) {
          found.put(setting, given);
        } else if (given != null && earlier != null && !given.text().equals(earlier.text())) {
          warnings.add(
              given.source() + " is not used, because " + earlier.source() + " sets it too");
        }
      }
    }
    remarks(variables, known, warnings);
    return found;
  }

  private static @Nullable Given given(
      Setting<?> setting, Variable variable, Map<String, String> variables, List<String> problems) {
    String value = variables.getOrDefault(variable.name(), "");
    var source = new Source.Variable(variable.name());
    try {
      String text = value.isEmpty() ? "" : variable.translation().apply(value);
      return text.isEmpty() ? null : new Given(text, source);
    } catch (IllegalArgumentException e) {
      problems.add(setting.key() + ": '" + value + "' (" + source + ") must be true or false");
      return null;
    }
  }

  private static void remarks(
      Map<String, String> variables, List<String> known, List<String> warnings) {
    new TreeMap<>(variables)
        .forEach((name, value) -> {
          String why = WITHOUT_EFFECT.get(name);
          if (why != null) {
            warnings.add(name + " has no effect: " + why);
          } else if (name.startsWith(OURS) && !known.contains(name)) {
            warnings.add(
                "environment variable "
                    + name
                    + " is not known and has no effect"
                    + Nearest.suggestion(name, known));
          }
        });
  }
}
