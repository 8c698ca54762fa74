package org.csiscaleio.gateway.json;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.StoragePool;

/** Reads storage pools, their statistics, and protection domains. */
public final class PoolReader {
  /** What an array uses when it does not say. */
  private static final int DEFAULT_HIGH_PERCENT = 80;

  private static final int DEFAULT_CRITICAL_PERCENT = 90;

  private PoolReader() {}

  /** The storage pool at hand. Zero padding that is not stated counts as off: off is the danger. */
  public static StoragePool pool(JsonInput in) {
    Map<String, String> fields =
        texts(
            in,
            "id",
            "name",
            "protectionDomainId",
            "zeroPaddingEnabled",
            "dataLayout",
            "capacityAlertHighThreshold",
            "capacityAlertCriticalThreshold");
    String id = required(fields, "id", "a storage pool");
    return new StoragePool(
        id,
        fields.getOrDefault("name", ""),
        fields.getOrDefault("protectionDomainId", ""),
        fields.getOrDefault("zeroPaddingEnabled", "").equalsIgnoreCase("true"),
        fields.getOrDefault("dataLayout", "").equals("FineGranularity"),
        percent(fields.getOrDefault("capacityAlertHighThreshold", ""), DEFAULT_HIGH_PERCENT),
        percent(
            fields.getOrDefault("capacityAlertCriticalThreshold", ""), DEFAULT_CRITICAL_PERCENT));
  }

  /** The protection domain at hand. */
  public static ProtectionDomain protectionDomain(JsonInput in) {
    Map<String, String> fields = texts(in, "id", "name", "protectionDomainState");
    return new ProtectionDomain(
        required(fields, "id", "a protection domain"),
        fields.getOrDefault("name", ""),
        fields.getOrDefault("protectionDomainState", "Active").equals("Active"));
  }

  /** The statistics at hand. */
  public static PoolStatistics statistics(JsonInput in) {
    Map<String, Long> numbers = new HashMap<>();
    in.object((name, value) -> value.number().ifPresent(n -> numbers.put(name, n)));
    if (!numbers.containsKey("capacityLimitInKb")
        || !numbers.containsKey("capacityAvailableForVolumeAllocationInKb")) {
      throw new MalformedAnswer("the pool statistics in the answer lack its capacity");
    }
    Long allocationLimit = numbers.get("volumeAllocationLimitInKb");
    return new PoolStatistics(
        of(numbers, "capacityLimitInKb"),
        of(numbers, "spareCapacityInKb"),
        of(numbers, "capacityInUseInKb"),
        of(numbers, "thickCapacityInUseInKb"),
        of(numbers, "thinCapacityInUseInKb"),
        // Early 2.x knows the misspelt name only, 3.x sends both.
        numbers.containsKey("thinCapacityAllocatedInKb")
            ? of(numbers, "thinCapacityAllocatedInKb")
            : of(numbers, "thinCapacityAllocatedInKm"),
        of(numbers, "capacityAvailableForVolumeAllocationInKb"),
        allocationLimit == null ? OptionalLong.empty() : OptionalLong.of(allocationLimit),
        of(numbers, "degradedFailedCapacityInKb"),
        of(numbers, "failedCapacityInKb"));
  }

  private static long of(Map<String, Long> numbers, String name) {
    return numbers.getOrDefault(name, 0L);
  }

  private static Map<String, String> texts(JsonInput in, String... wanted) {
    Map<String, String> fields = new HashMap<>();
    in.object((name, value) -> {
      for (String field : wanted) {
        if (field.equals(name) && !value.text().isEmpty()) {
          fields.put(name, value.text());
        }
      }
    });
    return fields;
  }

  private static String required(Map<String, String> fields, String name, String what) {
    String value = fields.get(name);
    if (value == null) {
      throw new MalformedAnswer(what + " in the answer has no " + name);
    }
    return value;
  }

  private static int percent(String text, int otherwise) {
    try {
      int percent = Integer.parseInt(text);
      return percent >= 0 && percent <= 100 ? percent : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
