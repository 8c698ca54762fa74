package org.csiscaleio.gateway.json;

import java.util.HashMap;
import java.util.Map;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.VolumeId;

/** Reads the system itself and its limits. */
public final class SystemReader {
  private String id = "";
  private String name = "";
  private String versionName = "";
  private boolean restricted;

  private SystemReader() {}

  /** The system at hand. */
  public static SystemInfo system(JsonInput in) {
    var reader = new SystemReader();
    in.object(reader::field);
    if (!VolumeId.isId(reader.id)) {
      throw new MalformedAnswer("the system in the answer has no id of 16 hex digits");
    }
    return new SystemInfo(reader.id, reader.name, reader.versionName, reader.restricted);
  }

  private void field(String field, JsonInput in) {
    switch (field) {
      case "id" -> id = in.text();
      case "name" -> name = in.text();
      case "systemVersionName" -> versionName = in.text();
      case "restrictedSdcModeEnabled" -> restricted |= in.flag(false);
      // 2.6 and later: None, Guid or ApprovedIp.
      case "restrictedSdcMode" -> restricted |= !in.text().isEmpty() && !in.text().equals("None");
      default -> {}
    }
  }

  /** The limits at hand, greatest value by the array's key. */
  public static Map<String, Long> limits(JsonInput in) {
    Map<String, Long> limits = new HashMap<>();
    in.object((field, value) -> {
      if (field.equals("systemLimitEntryList")) {
        value.array(() -> limit(value, limits));
      }
    });
    return Map.copyOf(limits);
  }

  private static void limit(JsonInput in, Map<String, Long> limits) {
    var entry =
        new Object() {
          String type = "";
          long max = -1;
        };
    in.object((field, value) -> {
      switch (field) {
        case "type" -> entry.type = value.text();
        case "maxVal" -> entry.max = value.number().orElse(-1);
        default -> {}
      }
    });
    if (!entry.type.isEmpty() && entry.max >= 0) {
      limits.put(entry.type, entry.max);
    }
  }
}
