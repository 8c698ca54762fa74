package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.csiscaleio.operation.Failure;

/**
 * The parameters that are known, with the spellings other ScaleIO plugins gave them, and how their
 * values are brought to one form.
 */
enum ParameterKey {
  STORAGE_POOL("storagepool"),
  PROTECTION_DOMAIN("protectiondomain"),
  SYSTEM("systemID", "system"),
  PROVISIONING("thickprovisioning", "thinOrThick", "provisioning") {
    @Override
    String normalise(String key, String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "true", "thick", "thickprovisioned" -> "thick";
        case "false", "thin", "thinprovisioned" -> "thin";
        default ->
            throw Failure.invalid(
                "parameter " + key + " is '" + value + "'; it is true or false, thick or thin");
      };
    }
  },
  FS_TYPE("fsType", "csi.storage.k8s.io/fstype") {
    @Override
    String normalise(String key, String value) {
      return value.toLowerCase(Locale.ROOT);
    }
  },
  MKFS_FORMAT_OPTION("mkfsFormatOption"),
  BANDWIDTH_LIMIT("bandwidthLimitInKbps"),
  IOPS_LIMIT("iopsLimit"),
  VOLUME_NAME_PREFIX("volumeNamePrefix"),
  QUOTA("quotaGiB") {
    @Override
    String normalise(String key, String value) {
      try {
        return Long.toString(PoolQuotas.gib(value));
      } catch (IllegalArgumentException e) {
        throw new Failure(
            Failure.Code.INVALID_ARGUMENT,
            "parameter " + key + " is '" + value + "'; it is a whole number of GiB",
            e);
      }
    }
  },
  SUB_PATH("subPath") {
    @Override
    String normalise(String key, String value) {
      throw Failure.invalid(
          "parameter "
              + key
              + " is not for volumes made here: it is said in the volume_context of a volume that"
              + " another program filled. Leave it out");
    }
  },
  PREEMPT("preempt") {
    @Override
    String normalise(String key, String value) {
      if (value.equalsIgnoreCase("false")) {
        return "false";
      }
      throw Failure.invalid(
          "parameter "
              + key
              + " is not for volumes made here: it is said in the volume_context of a volume that is"
              + " published by hand, or for all by the setting preempt. Leave it out");
    }
  };

  /** What Kubernetes adds for its own purposes (pv/name, pvc/namespace …). */
  private static final String TOLERATED = "csi.storage.k8s.io/";

  private static final Map<String, ParameterKey> BY_SPELLING = new HashMap<>();

  static {
    for (ParameterKey key : values()) {
      key.spellings.forEach(s -> BY_SPELLING.put(s.toLowerCase(Locale.ROOT), key));
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> spellings;

  ParameterKey(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The one form of a value; equal forms mean the same. */
  String normalise(String key, String value) {
    return value;
  }

  /**
   * Sorts parameters by what they mean.
   *
   * @throws Failure INVALID_ARGUMENT for an unknown key, an empty value, two spellings of one key
   *     that contradict each other
   */
  static Map<ParameterKey, String> read(Map<String, String> parameters) {
    var values = new EnumMap<ParameterKey, String>(ParameterKey.class);
    var spelled = new EnumMap<ParameterKey, String>(ParameterKey.class);
    // Sorted, so that of several faults the same one is always reported.
    for (Map.Entry<String, String> entry : new TreeMap<>(parameters).entrySet()) {
      String spelling = entry.getKey();
      ParameterKey key = BY_SPELLING.get(spelling.toLowerCase(Locale.ROOT));
      if (key == null) {
        requireTolerated(spelling);
        continue;
      }
      String value = key.normalise(spelling, requireValue(spelling, entry.getValue()));
      String other = values.put(key, value);
      String otherSpelling = spelled.put(key, spelling);
      if (other != null && !other.equals(value)) {
        throw Failure.invalid(
            "parameters " + otherSpelling + " and " + spelling + " contradict each other");
      }
    }
    return values;
  }

  private static String requireValue(String spelling, String value) {
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw Failure.invalid("parameter " + spelling + " is empty; leave it out instead");
    }
    return stripped;
  }

  private static void requireTolerated(String spelling) {
    if (!spelling.toLowerCase(Locale.ROOT).startsWith(TOLERATED)) {
      throw Failure.invalid(
          "parameter '"
              + spelling
              + "' is unknown; there are "
              + Stream.of(values())
                  .filter(key -> key != SUB_PATH && key != PREEMPT)
                  .map(key -> String.join(" or ", key.spellings))
                  .collect(joining(", ")));
    }
  }
}
