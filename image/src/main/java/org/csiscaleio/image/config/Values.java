package org.csiscaleio.image.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said about each setting, understood; flag before environment before file before default.
 */
final class Values {
  /** What each system says itself. */
  private static final List<Setting<?>> NEVER_SHARED =
      List.of(Catalogue.GATEWAY_URLS, Catalogue.SYSTEM, Catalogue.TOPOLOGY);

  /** What is one thing said in several settings: an entry that says some says it all. */
  private static final List<List<Setting<?>>> TOGETHER =
      List.of(
          List.of(Catalogue.TLS, Catalogue.CA_FILE, Catalogue.FINGERPRINT, Catalogue.INSECURE),
          List.of(Catalogue.PASSWORD_FILE, Catalogue.PASSWORD));

  private final Map<Setting<?>, Given> given = new HashMap<>();
  private final Map<Setting<?>, Object> understood = new HashMap<>();

  private final List<SystemEntry> systems;

  /**
   * Lays the sources over each other.
   *
   * @param sources the strongest first
   * @param systems the entries of the list of systems
   * @param problems where complaints about values go
   */
  Values(List<Map<Setting<?>, Given>> sources, List<SystemEntry> systems, List<String> problems) {
    this.systems = List.copyOf(systems);
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

  private Values(Values all) {
    this.systems = List.of();
    given.putAll(all.given);
    understood.putAll(all.understood);
  }

  List<SystemEntry> systems() {
    return systems;
  }

  /**
   * What an entry of the list of systems says, and for what it does not say, what holds for all.
   *
   * @param problems where complaints about the entry's values go
   */
  Values of(SystemEntry entry, List<String> problems) {
    var values = new Values(this);
    for (Setting<?> own : NEVER_SHARED) {
      values.forget(own);
    }
    for (List<Setting<?>> together : TOGETHER) {
      if (together.stream().anyMatch(entry.given()::containsKey)) {
        together.forEach(values::forget);
      }
    }
    entry
        .given()
        .forEach((setting, said) -> {
          values.given.put(setting, said);
          values.understand(setting, said, problems);
        });
    return values;
  }

  /** As if nobody had said it. */
  private void forget(Setting<?> setting) {
    given.remove(setting);
    understood.remove(setting);
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
