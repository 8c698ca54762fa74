package org.csiscaleio.controller.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.csiscaleio.operation.Failure;

/**
 * What CSI demands of every field, before anybody looks at its meaning: that it is there, how many
 * bytes it has, which characters. All failures are INVALID_ARGUMENT and name the field; none shows
 * the value of a map or of mount flags, which can be secret.
 */
final class FieldRules {
  private static final int TEXT_BYTES = 128;
  private static final int NODE_ID_BYTES = 256;
  private static final int COLLECTION_BYTES = 4096;

  private static final String TOLERATED = "csi.storage.k8s.io/";

  private FieldRules() {}

  /** A field that must be there. */
  static String required(String field, String value) {
    return within(field, present(field, value), TEXT_BYTES);
  }

  /** A field that may be empty. */
  static String text(String field, String value) {
    return within(field, value, TEXT_BYTES);
  }

  static String requiredNodeId(String field, String value) {
    return nodeId(field, present(field, value));
  }

  /** A node id, or nothing. Longer than other fields since CSI 1.4. */
  static String nodeId(String field, String value) {
    return within(field, value, NODE_ID_BYTES);
  }

  /** A name of an orchestrator's own choice: Unicode without control characters. */
  static String requiredName(String field, String value) {
    required(field, value);
    value
        .codePoints()
        .filter(FieldRules::isForbidden)
        .findFirst()
        .ifPresent(c -> {
          throw Failure.invalid(
              field
                  + " has a control character in it: U+"
                  + Integer.toHexString(0x10000 + c).substring(1));
        });
    return value;
  }

  static Map<String, String> map(String field, Map<String, String> map) {
    long bytes =
        map.entrySet().stream().mapToLong(e -> bytes(e.getKey()) + bytes(e.getValue())).sum();
    limit(field, bytes, COLLECTION_BYTES);
    return map;
  }

  static List<String> flags(String field, List<String> flags) {
    limit(field, flags.stream().mapToLong(FieldRules::bytes).sum(), COLLECTION_BYTES);
    return flags;
  }

  /**
   * The parameters of a snapshot, of which there are none but those that Kubernetes adds for its
   * own purposes.
   */
  static void snapshotParameters(Map<String, String> parameters) {
    for (String key : map("parameters", parameters).keySet()) {
      if (!key.toLowerCase(Locale.ROOT).startsWith(TOLERATED)) {
        throw Failure.invalid("parameter '" + key + "' is unknown; snapshots have none");
      }
    }
  }

  /** Tab, line feed and carriage return are allowed; why, only the specification knows. */
  private static boolean isForbidden(int c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c <= 0x9f);
  }

  private static String present(String field, String value) {
    if (value.isEmpty()) {
      throw Failure.invalid(field + " is missing");
    }
    return value;
  }

  private static String within(String field, String value, int limit) {
    limit(field, bytes(value), limit);
    return value;
  }

  private static void limit(String field, long bytes, int limit) {
    if (bytes > limit) {
      throw Failure.invalid(field + " has " + bytes + " bytes; CSI allows " + limit);
    }
  }

  private static long bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
