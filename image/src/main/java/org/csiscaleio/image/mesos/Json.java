package org.csiscaleio.image.mesos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** A JSON text as a tree, whose members keep their order. */
public sealed interface Json {
  /** An object. */
  record Members(Map<String, Json> byName) implements Json {
    public Members {
      byName = new LinkedHashMap<>(byName);
    }

    /** This one with one more member, behind the others. */
    public Members with(String name, Json value) {
      var more = new LinkedHashMap<>(byName);
      more.put(name, value);
      return new Members(more);
    }

    public Members with(String name, String value) {
      return with(name, new Text(value));
    }

    /** This one without a member, if it has it. */
    public Members without(String name) {
      var fewer = new LinkedHashMap<>(byName);
      fewer.remove(name);
      return new Members(fewer);
    }
  }

  /** An array. */
  record Entries(List<Json> entries) implements Json {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** A string. */
  record Text(String value) implements Json {}

  /** A number, as it was written. */
  record Figure(BigDecimal value) implements Json {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements Json {}

  /** {@code null}. */
  record Nothing() implements Json {}

  /** What stands there, each name a member of what stands before it; empty when nothing does. */
  default Optional<Json> at(String... path) {
    Json here = this;
    for (String name : path) {
      Json next = here instanceof Members members ? members.byName().get(name) : null;
      if (next == null) {
        return Optional.empty();
      }
      here = next;
    }
    return Optional.of(here);
  }

  /** The string that stands there. */
  default Optional<String> text(String... path) {
    return at(path)
        .flatMap(json -> json instanceof Text text ? Optional.of(text.value()) : Optional.empty());
  }

  /** The entries of the array that stands there, none when nothing does. */
  default List<Json> entries(String... path) {
    return at(path).orElseGet(Json::list) instanceof Entries list ? list.entries() : List.of();
  }

  /** An object without members, to which {@link Members#with} adds. */
  static Members object() {
    return new Members(Map.of());
  }

  static Entries list(Json... entries) {
    return new Entries(List.of(entries));
  }

  static Entries texts(List<String> texts) {
    return new Entries(texts.stream().<Json>map(Text::new).toList());
  }

  static Figure number(String digits) {
    return new Figure(new BigDecimal(digits));
  }

  /**
   * Reads one JSON value.
   *
   * @throws IllegalArgumentException saying where the text is no JSON, has a name twice, or goes on
   */
  static Json parse(String text) {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IllegalArgumentException("is empty");
      }
      Json value = read(parser, first);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("goes on after its end");
      }
      return value;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "is no JSON at line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Json read(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Json>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          members.put(name, read(parser, parser.nextToken()));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        var entries = new ArrayList<Json>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          entries.add(read(parser, next));
        }
        yield new Entries(entries);
      }
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Figure(parser.getDecimalValue());
      case VALUE_TRUE -> new Truth(true);
      case VALUE_FALSE -> new Truth(false);
      case VALUE_NULL -> new Nothing();
      default -> throw new IllegalArgumentException("has an unexpected " + token);
    };
  }
}
