package org.csiscaleio.deploy.master;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on disks as 1.5 and 1.6 call them, in the words of the library, which is 1.11's. A
 * name that the release does not have is no name there.
 */
final class OldNames {
  private static final Map<String, String> NEW =
      Map.of(
          "CREATE_VOLUME", "CREATE_DISK",
          "CREATE_BLOCK", "CREATE_DISK",
          "DESTROY_VOLUME", "DESTROY_DISK",
          "DESTROY_BLOCK", "DESTROY_DISK");

  private OldNames() {}

  static JsonNode translated(JsonNode call, int minor) {
    JsonNode operations = call.path("accept").path("operations");
    for (JsonNode each : operations) {
      var operation = (ObjectNode) each;
      String type = operation.path("type").asString();
      if (minor < 7 ? NEW.containsValue(type) : NEW.containsKey(type)) {
        throw new IllegalArgumentException("Failed to find enum for '" + type + "'");
      }
      if (NEW.containsKey(type)) {
        translate(operation, type);
      }
    }
    return call;
  }

  private static void translate(ObjectNode operation, String type) {
    String now = NEW.getOrDefault(type, type);
    var body = (ObjectNode) operation.remove(type.toLowerCase(Locale.ROOT));
    operation.put("type", now);
    operation.set(now.toLowerCase(Locale.ROOT), body);
    switch (type) {
      case "CREATE_BLOCK" -> body.put("target_type", "BLOCK");
      case "DESTROY_VOLUME" -> body.set("source", body.remove("volume"));
      case "DESTROY_BLOCK" -> body.set("source", body.remove("block"));
      default -> {}
    }
  }
}
