package org.csiscaleio.image.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of one metric for one set of labels. */
final class Series {
  private static final double[] BOUNDS = Metric.bounds();

  private final Metric metric;
  private final List<String> labels;
  private final long[] within = new long[BOUNDS.length];
  private double value;
  private long count;
  private long toldNanos = System.nanoTime();

  Series(Metric metric, List<String> labels) {
    this.metric = metric;
    this.labels = labels;
  }

  synchronized void add(double more) {
    value += more;
    toldNanos = System.nanoTime();
  }

  synchronized void set(double now) {
    value = now;
    toldNanos = System.nanoTime();
  }

  synchronized void observe(double seconds) {
    value += seconds;
    count++;
    for (int i = 0; i < BOUNDS.length; i++) {
      if (seconds <= BOUNDS[i]) {
        within[i]++;
        return;
      }
    }
  }

  /** Seconds since it was told. */
  synchronized double age() {
    return (System.nanoTime() - toldNanos) / 1e9;
  }

  synchronized Sample sample() {
    if (metric.kind() != Metric.Kind.HISTOGRAM) {
      return new Sample(metric, labels, value, Optional.empty());
    }
    var upTo = new ArrayList<Long>(within.length);
    long sum = 0;
    for (long more : within) {
      sum += more;
      upTo.add(sum);
    }
    return new Sample(
        metric, labels, value, Optional.of(new Sample.Histogram(List.copyOf(upTo), count)));
  }
}
