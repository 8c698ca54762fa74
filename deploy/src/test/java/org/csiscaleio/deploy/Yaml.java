package org.csiscaleio.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as maps and lists; a key that stands twice is refused. */
final class Yaml {
  private Yaml() {}

  /** Every document of a text, each a map. */
  static List<Map<?, ?>> documents(String text) {
    var documents = new ArrayList<Map<?, ?>>();
    for (Object document :
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadAllFromString(text)) {
      documents.add((Map<?, ?>) document);
    }
    return documents;
  }

  /** Follows names from a map into the maps in it; empty where there is none. */
  static Map<?, ?> map(Map<?, ?> from, String... names) {
    Map<?, ?> here = from;
    for (String name : names) {
      here = here.get(name) instanceof Map<?, ?> next ? next : Map.of();
    }
    return here;
  }

  /** A list of maps in a map; empty where there is none. */
  static List<Map<?, ?>> maps(Map<?, ?> from, String name) {
    var maps = new ArrayList<Map<?, ?>>();
    if (from.get(name) instanceof List<?> list) {
      list.forEach(entry -> maps.add((Map<?, ?>) entry));
    }
    return maps;
  }

  static List<String> texts(Map<?, ?> from, String name) {
    return from.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  static String text(Map<?, ?> from, String name) {
    return String.valueOf(from.get(name));
  }
}
