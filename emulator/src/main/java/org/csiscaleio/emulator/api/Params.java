package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of a request. Scalars come as texts, as the API's manual has it, or as JSON
 * numbers and booleans, as some clients send them; both are taken. Unknown ones are passed over.
 */
final class Params {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String NOT_VALID = "Request message is not valid: ";

  private final JsonNode object;

  private Params(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads a body.
   *
   * @throws RequestRefused 400 when it is no JSON object, 415 when it does not say it is JSON
   */
  static Params of(Request request) {
    String type = request.contentType();
    if (type == null
        ? !request.body().isEmpty()
        : !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw RequestRefused.http(415, "Unsupported Media Type");
    }
    try {
      JsonNode read = MAPPER.readTree(request.body());
      if (read != null && read.isObject()) {
        return new Params(read);
      }
    } catch (JacksonException e) {
      // Told below: what was wrong with it is the client's to find out, as with the real one.
    }
    throw RequestRefused.invalid(NOT_VALID + "The request body must be a JSON object.");
  }

  /** One of several JSON objects in a list. */
  static Params of(JsonNode object) {
    if (!object.isObject()) {
      throw RequestRefused.invalid(NOT_VALID + "A list holds something that is no JSON object.");
    }
    return new Params(object);
  }

  /** Refuses when any of these is missing, naming all that are. */
  void require(String... names) {
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (!has(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw RequestRefused.invalid(
          NOT_VALID
              + "The following parameter(s) must be part of the request body: "
              + String.join(", ", missing)
              + ".");
    }
  }

  /** Refuses when all of these are missing. */
  void requireOne(String... names) {
    for (String name : names) {
      if (has(name)) {
        return;
      }
    }
    throw RequestRefused.invalid(
        NOT_VALID
            + "One of the parameter(s) must be part of the request body: "
            + String.join(", ", names));
  }

  /** Whether it is there at all, empty or not; JSON's null is not. */
  boolean has(String name) {
    return object.hasNonNull(name);
  }

  @Nullable String optional(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isValueNode()) {
      throw RequestRefused.invalid(NOT_VALID + name + " must be a single value.");
    }
    return value.asString();
  }

  String text(String name) {
    require(name);
    String value = optional(name);
    return value == null ? "" : value;
  }

  long number(String name) {
    String text = text(name).trim();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw RequestRefused.invalid(name + " (" + text + ") must be a number");
    }
  }

  @Nullable Long optionalNumber(String name) {
    return has(name) ? number(name) : null;
  }

  /** TRUE and FALSE in any case of letters. */
  boolean bool(String name, boolean otherwise) {
    String value = optional(name);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default -> throw wrongValue(name, List.of("TRUE", "FALSE"), value);
    };
  }

  /** One of the values of an enumeration, by the API's names; null when it is not there. */
  <E> @Nullable E optionalOneOf(String name, List<E> values, Function<E, String> apiName) {
    String text = optional(name);
    if (text == null) {
      return null;
    }
    for (E value : values) {
      if (apiName.apply(value).equals(text)) {
        return value;
      }
    }
    throw wrongValue(name, values.stream().map(apiName).toList(), text);
  }

  private static RequestRefused wrongValue(String name, List<String> values, String value) {
    return RequestRefused.invalid(
        name
            + " should get one of the following values: "
            + String.join(", ", values)
            + ", but its value is "
            + value);
  }

  /** A list of texts. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    list(name).forEach(item -> texts.add(item.asString()));
    return texts;
  }

  /** A list of objects. */
  List<Params> objects(String name) {
    List<Params> objects = new ArrayList<>();
    list(name).forEach(item -> objects.add(of(item)));
    return objects;
  }

  boolean isList(String name) {
    JsonNode value = object.get(name);
    return value != null && value.isArray();
  }

  private JsonNode list(String name) {
    require(name);
    JsonNode value = object.get(name);
    if (!value.isArray()) {
      throw RequestRefused.invalid(NOT_VALID + name + " must be a list.");
    }
    return value;
  }
}
