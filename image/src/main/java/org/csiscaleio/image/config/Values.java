package org.csiscaleio.image.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said about each setting, understood; flag before environment before file before default.
 */
final class Values {
  private final Map<Setting<?>, Given> given = new HashMap<>();
  private final Map<Setting<?>, Object> understood = new HashMap<>();

  /**
   * Lays the sources over each other.
   *
   * @param sources the strongest first
   * @param problems where complaints about values go
   */
  Values(List<Map<Setting<?>, Given>> sources, List<String> problems) {
    for (Setting<?> setting : Catalogue.all()) {
      for (Map<Setting<?>, Given> source : sources) {
        Given said = source.get(setting);
        if (said != null) {
          given.putIfAbsent(setting, said);
        }
      }
      Given said = given.get(setting);
      if (said == null && !setting.defaultText().isEmpty()) {
        said = new Given(setting.defaultText(), new Source.BuiltIn());
      }
      if (said != null) {
        understand(setting, said, problems);
      }
    }
  }

  private void understand(Setting<?> setting, Given said, List<String> problems) {
    try {
      understood.put(setting, setting.type().reader().apply(said.text()));
    } catch (IllegalArgumentException e) {
      problems.add(setting.complaint(said, e));
    }
  }

  /** The value; empty when nobody said one, there is no default, or it was wrong. */
  @SuppressWarnings("unchecked") // the setting's own type made it
  <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) understood.get(setting));
  }

  /** The value, where it was said or has a default. When it was wrong, the default. */
  <T> T get(Setting<T> setting) {
    return find(setting).orElseGet(() -> setting.type().reader().apply(setting.defaultText()));
  }

  /** Where the value came from. */
  Source source(Setting<?> setting) {
    Given said = given.get(setting);
    return said == null ? new Source.BuiltIn() : said.source();
  }

  boolean isGiven(Setting<?> setting) {
    return given.containsKey(setting);
  }
}
