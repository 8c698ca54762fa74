package org.csiscaleio.image.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** All values, as they were last told. Safe for use by many threads. */
final class Store {
  /** More of one metric are not kept: whoever shows them would choke. */
  static final int MOST_SERIES = 500;

  /** Is told every single duration, as it is told here. */
  interface Durations {
    void took(Metric metric, List<String> labels, double seconds);
  }

  private final Map<Metric, Map<List<String>, Series>> all = new EnumMap<>(Metric.class);
  private final Optional<Durations> durations;

  /**
   * @param durations who else wants to know them
   */
  Store(Optional<Durations> durations) {
    this.durations = durations;
    for (Metric metric : Metric.values()) {
      all.put(metric, new ConcurrentHashMap<>());
    }
  }

  void add(Metric metric, double more, String... labels) {
    series(metric, List.of(labels)).ifPresent(series -> series.add(more));
  }

  void set(Metric metric, double value, String... labels) {
    series(metric, List.of(labels)).ifPresent(series -> series.set(value));
  }

  /** Beyond 2^53 not to the last unit. */
  void set(Metric metric, long value, String... labels) {
    set(metric, (double) value, labels);
  }

  void observe(Metric metric, double seconds, String... labels) {
    List<String> values = List.of(labels);
    series(metric, values).ifPresent(series -> series.observe(seconds));
    durations.ifPresent(other -> other.took(metric, values, seconds));
  }

  /** Shows a metric no more for labels that are so. */
  void forget(Metric metric, Predicate<List<String>> labels) {
    of(metric).keySet().removeIf(labels);
  }

  /** All of them, metric by metric. */
  List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    for (Metric metric : Metric.values()) {
      of(metric.ageOf().orElse(metric)).entrySet().stream()
          .sorted((one, other) -> compare(one.getKey(), other.getKey()))
          .map(entry ->
              metric.ageOf().isEmpty()
                  ? entry.getValue().sample()
                  : new Sample(metric, entry.getKey(), entry.getValue().age(), Optional.empty()))
          .forEach(samples::add);
    }
    return samples;
  }

  private Map<List<String>, Series> of(Metric metric) {
    return all.getOrDefault(metric, Map.of());
  }

  private Optional<Series> series(Metric metric, List<String> labels) {
    Map<List<String>, Series> of = of(metric);
    Series known = of.get(labels);
    if (known == null && of.size() < MOST_SERIES) {
      known = of.computeIfAbsent(labels, same -> new Series(metric, labels));
    }
    return Optional.ofNullable(known);
  }

  private static int compare(List<String> one, List<String> other) {
    return String.join("\0", one).compareTo(String.join("\0", other));
  }
}
