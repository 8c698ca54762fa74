package org.csiscaleio.image.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prometheus' text format, version 0.0.4. */
final class Exposition {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder(16 << 10);

  private Exposition() {}

  /**
   * The page.
   *
   * @param samples those of one metric one behind the other
   */
  static String of(List<Sample> samples) {
    var page = new Exposition();
    Metric before = null;
    for (Sample sample : samples) {
      if (sample.metric() != before) {
        page.head(sample.metric());
        before = sample.metric();
      }
      page.write(sample);
    }
    return page.text.toString();
  }

  private void head(Metric metric) {
    String help = metric.help().replace("\\", "\\\\").replace("\n", "\\n");
    text.append("# HELP ").append(metric.title()).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(metric.title()).append(' ');
    text.append(metric.kind().word()).append('\n');
  }

  private void write(Sample sample) {
    if (sample.histogram().isEmpty()) {
      line(sample, "", null, sample.value());
      return;
    }
    Sample.Histogram histogram = sample.histogram().get();
    double[] bounds = Metric.bounds();
    for (int i = 0; i < bounds.length; i++) {
      line(sample, "_bucket", number(bounds[i]), (double) histogram.upTo().get(i));
    }
    line(sample, "_bucket", "+Inf", (double) histogram.count());
    line(sample, "_sum", null, sample.value());
    line(sample, "_count", null, (double) histogram.count());
  }

  private void line(Sample sample, String suffix, @Nullable String bound, double value) {
    text.append(sample.metric().title()).append(suffix);
    char separator = '{';
    List<String> names = sample.metric().labels();
    for (int i = 0; i < names.size(); i++) {
      label(separator, names.get(i), sample.labels().get(i));
      separator = ',';
    }
    if (bound != null) {
      label(separator, "le", bound);
      separator = ',';
    }
    if (separator == ',') {
      text.append('}');
    }
    text.append(' ').append(number(value)).append('\n');
  }

  private void label(char separator, String name, String value) {
    text.append(separator).append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
    text.append('"');
  }

  /** Whole numbers without a fraction. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
