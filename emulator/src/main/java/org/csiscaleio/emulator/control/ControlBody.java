package org.csiscaleio.emulator.control;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.emulator.http.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object of a control request. Unknown keys are errors: a test must mean what it says. */
final class ControlBody {
  private final JsonNode object;

  private ControlBody(JsonNode object) {
    this.object = object;
  }

  static ControlBody of(Request request) {
    try {
      JsonNode read = JsonMapper.shared().readTree(request.body());
      if (read != null && read.isObject()) {
        return new ControlBody(read);
      }
    } catch (JacksonException e) {
      throw new BadControl(400, "no JSON: " + e.getOriginalMessage());
    }
    throw new BadControl(400, "the body must be a JSON object");
  }

  ControlBody only(String... known) {
    Set<String> unknown = new TreeSet<>(object.propertyNames());
    List.of(known).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new BadControl(
          400, "unknown: " + String.join(", ", unknown) + "; known: " + String.join(", ", known));
    }
    return this;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  long number(String name) {
    Long value = optionalNumber(name);
    if (value == null) {
      throw new BadControl(400, name + " is missing");
    }
    return value;
  }

  long number(String name, long otherwise) {
    Long value = optionalNumber(name);
    return value == null ? otherwise : value;
  }

  @Nullable Long optionalNumber(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = object.required(name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new BadControl(400, name + " must be a whole number");
    }
    return value.asLong();
  }

  @Nullable Boolean optionalBool(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = object.required(name);
    if (!value.isBoolean()) {
      throw new BadControl(400, name + " must be true or false");
    }
    return value.asBoolean();
  }

  @Nullable String optionalText(String name) {
    return has(name) ? object.required(name).asString() : null;
  }

  String text(String name) {
    String value = optionalText(name);
    if (value == null) {
      throw new BadControl(400, name + " is missing");
    }
    return value;
  }

  String text(String name, String otherwise) {
    String value = optionalText(name);
    return value == null ? otherwise : value;
  }
}
