package org.csiscaleio.image.metrics;

import java.util.List;
import java.util.Optional;

/**
 * A metric's value for some labels, at one time.
 *
 * @param labels the labels' values, in the metric's order
 * @param value of a counter or a gauge; the sum of what a histogram was told
 * @param histogram empty for others
 */
record Sample(Metric metric, List<String> labels, double value, Optional<Histogram> histogram) {
  /**
   * How many values there were.
   *
   * @param upTo for each of {@link Metric#bounds}, how many were no greater
   * @param count all of them
   */
  record Histogram(List<Long> upTo, long count) {}

  /** Beyond 2^53 not to the last unit. */
  static Sample of(Metric metric, long value, String... labels) {
    return of(metric, (double) value, labels);
  }

  static Sample of(Metric metric, double value, String... labels) {
    return new Sample(metric, List.of(labels), value, Optional.empty());
  }
}
