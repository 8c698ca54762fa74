package org.csiscaleio.image.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.csiscaleio.image.config.Setting.Variable;
import org.jspecify.annotations.Nullable;

/** Reads environment variables: ours, and those of csi-scaleio, csi-vxflexos and gocsi. */
final class Environment {
  private static final String OURS = "X_CSI_SCALEIO_";

  /** Prefixes of which a misspelt name would go unnoticed. */
  private static final List<String> WATCHED = List.of(OURS, "X_CSI_VXFLEXOS_");

  /** How variables of those other programs begin that change nothing here, and why they do not. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.ofEntries(
          Map.entry("X_CSI_SCALEIO_AUTOPROBE", "the gateway is logged in to when it is needed"),
          Map.entry("X_CSI_SCALEIO_NO_PROBE_ON_START", "starting never waits for the gateway"),
          Map.entry("X_CSI_VXFLEXOS_AUTOPROBE", "the gateway is logged in to when it is needed"),
          Map.entry("X_CSI_VXFLEXOS_NO_PROBE_ON_START", "starting never waits for the gateway"),
          Map.entry("X_CSI_VXFLEXOS_ENABLELISTVOLUMESNAPSHOT", "snapshots are no volumes here"),
          Map.entry("X_CSI_VXFLEXOS_ENABLESNAPSHOTCGDELETE", "a deletion is of one volume only"),
          Map.entry("X_CSI_PRIVATE_MOUNT_DIR", "volumes are mounted without a private directory"),
          Map.entry("X_CSI_SERIAL_VOL_ACCESS", "calls for one volume always take turns"),
          Map.entry("X_CSI_SPEC_VALIDATION", "requests are always checked"),
          Map.entry("X_CSI_SPEC_REQ_VALIDATION", "requests are always checked"),
          Map.entry("X_CSI_SPEC_REP_VALIDATION", "answers always follow the specification"),
          Map.entry("X_CSI_SPEC_DISABLE_LEN_CHECK", "requests are always checked"),
          Map.entry("X_CSI_REQUIRE_", "what a request must hold follows from the specification"),
          Map.entry("X_CSI_IDEMP", "calls may always be repeated"),
          Map.entry("X_CSI_FS_CHECK_MODE", "a check repairs what is safe to repair"),
          Map.entry("X_CSI_REQ_LOGGING", "say logLevel: debug to see requests"),
          Map.entry("X_CSI_REP_LOGGING", "say logLevel: debug to see answers"),
          Map.entry("X_CSI_REQ_ID_INJECTION", "every request has an id in the log"),
          Map.entry("X_CSI_PROBE_TIMEOUT", "a probe never waits for the gateway"),
          Map.entry("X_CSI_HEALTH_MONITOR_ENABLED", "the health of volumes is not watched"),
          Map.entry(
              "X_CSI_ALLOW_RWO_MULTI_POD_ACCESS",
              "how often a volume may be published follows from its access mode"),
          Map.entry("X_CSI_APPROVE_SDC_ENABLED", "SDCs are approved on the array (approveSdc)"),
          Map.entry("X_CSI_RENAME_SDC_", "SDCs keep the names they have on the array"),
          Map.entry("X_CSI_AUTH_TYPE", "the gateway is logged in to with user and password"));

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
          Optional<String> why = known.contains(name) ? Optional.empty() : noEffect(name);
          if (why.isPresent()) {
            warnings.add(name + " has no effect: " + why.get());
          } else if (!known.contains(name) && WATCHED.stream().anyMatch(name::startsWith)) {
            warnings.add(
                "environment variable "
                    + name
                    + " is not known and has no effect"
                    + Nearest.suggestion(name, known));
          }
        });
  }

  private static Optional<String> noEffect(String name) {
    return WITHOUT_EFFECT.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
