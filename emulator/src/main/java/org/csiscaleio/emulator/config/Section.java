package org.csiscaleio.emulator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One mapping of the file: typed reading, and a complaint about every key nobody read. */
final class Section {
  private final String path;
  private final Map<?, ?> values;
  private final Set<String> read = new HashSet<>();

  Section(String path, @Nullable Object value) {
    this.path = path;
    if (!(value instanceof Map<?, ?> map)) {
      throw new ConfigException(
          (path.isEmpty() ? "the configuration" : path) + " must be a mapping of keys to values");
    }
    this.values = map;
  }

  boolean has(String key) {
    return raw(key) != null;
  }

  private @Nullable Object raw(String key) {
    read.add(key);
    return values.get(key);
  }

  String where(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String text(String key) {
    String value = optionalText(key);
    if (value == null) {
      throw new ConfigException(where(key) + " is missing");
    }
    return value;
  }

  @Nullable String optionalText(String key) {
    Object value = raw(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Map || value instanceof List) {
      throw new ConfigException(where(key) + " must be a text");
    }
    return value.toString();
  }

  long number(String key, long least, long most) {
    Object value = raw(key);
    if (value == null) {
      throw new ConfigException(where(key) + " is missing");
    }
    return inRange(key, value, least, most);
  }

  long number(String key, long least, long most, long otherwise) {
    Object value = raw(key);
    return value == null ? otherwise : inRange(key, value, least, most);
  }

  private long inRange(String key, Object value, long least, long most) {
    if (value instanceof Number number
        && !(value instanceof Double)
        && number.longValue() >= least
        && number.longValue() <= most) {
      return number.longValue();
    }
    throw new ConfigException(
        where(key) + " must be a whole number from " + least + " to " + most + ", not " + value);
  }

  boolean bool(String key, boolean otherwise) {
    Object value = raw(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw new ConfigException(where(key) + " must be true or false, not " + value);
  }

  @Nullable Section section(String key) {
    Object value = raw(key);
    return value == null ? null : new Section(where(key), value);
  }

  List<Section> sections(String key) {
    Object value = raw(key);
    if (value == null) {
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    int index = 0;
    for (Object item : list(key, value)) {
      sections.add(new Section(where(key) + "[" + index++ + "]", item));
    }
    return sections;
  }

  List<String> texts(String key, List<String> otherwise) {
    Object value = raw(key);
    if (value == null) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    for (Object item : list(key, value)) {
      texts.add(String.valueOf(item));
    }
    return texts;
  }

  private List<?> list(String key, Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new ConfigException(where(key) + " must be a list");
  }

  /** Call when all known keys were read. */
  void refuseUnknownKeys() {
    Set<String> unknown = new TreeSet<>();
    for (Object key : values.keySet()) {
      if (!read.contains(String.valueOf(key))) {
        unknown.add(where(String.valueOf(key)));
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "unknown key "
              + String.join(", ", unknown)
              + "; known here: "
              + String.join(", ", new TreeSet<>(read)));
    }
  }
}
