package org.csiscaleio.controller.service;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/** The parameters of a volume that can be changed after it was made: its I/O limits. */
final class MutableParameters {
  private MutableParameters() {}

  /**
   * @throws Failure INVALID_ARGUMENT when one is unknown, or no limit of the array
   */
  static LimitsOverride read(Map<String, String> parameters) {
    for (String key : new TreeMap<>(parameters).keySet()) {
      if (!key.equalsIgnoreCase(QosLimits.IOPS_KEY)
          && !key.equalsIgnoreCase(QosLimits.BANDWIDTH_KEY)) {
        throw Failure.invalid(
            "mutable parameter '"
                + key
                + "' is unknown; what can be changed of a volume is "
                + QosLimits.IOPS_KEY
                + " and "
                + QosLimits.BANDWIDTH_KEY);
      }
    }
    Map<ParameterKey, String> given = ParameterKey.read(parameters);
    String iops = given.get(ParameterKey.IOPS_LIMIT);
    String bandwidth = given.get(ParameterKey.BANDWIDTH_LIMIT);
    var checked =
        new QosLimits(
            QosLimits.number(QosLimits.IOPS_KEY, iops),
            QosLimits.number(QosLimits.BANDWIDTH_KEY, bandwidth));
    return new LimitsOverride(given(iops, checked.iops()), given(bandwidth, checked.mbps()));
  }

  private static OptionalLong given(@Nullable String text, long value) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
