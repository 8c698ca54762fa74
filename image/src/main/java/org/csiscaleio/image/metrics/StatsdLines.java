package org.csiscaleio.image.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.csiscaleio.image.config.Choices.StatsdFormat;

/**
 * StatsD's lines: a metric's name, its value and, as tags or as parts of the name, its labels.
 * Durations are in milliseconds, as StatsD has them, under a name without a unit.
 */
final class StatsdLines {
  /** What fits an Ethernet frame beside its headers. */
  static final int DATAGRAM_BYTES = 1432;

  private static final Pattern NO_TAG = Pattern.compile("[|,#@\\n\\r]");
  private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_-]");

  private final boolean tags;

  StatsdLines(StatsdFormat format) {
    this.tags = format == StatsdFormat.DATADOG;
  }

  /** How much a counter has grown since the last time. */
  String counter(Metric metric, List<String> labels, double more) {
    return line(metric, metric.title(), labels, Exposition.number(more), "c");
  }

  String gauge(Metric metric, List<String> labels, double value) {
    return line(metric, metric.title(), labels, Exposition.number(value), "g");
  }

  String duration(Metric metric, List<String> labels, double seconds) {
    String title = metric.title();
    String unitless = title.substring(0, title.length() - "_seconds".length());
    return line(metric, unitless, labels, Exposition.number(Math.round(seconds * 1e6) / 1e3), "ms");
  }

  private String line(Metric metric, String name, List<String> labels, String value, String type) {
    var text = new StringBuilder(name);
    if (!tags) {
      for (String label : labels) {
        text.append('.').append(NO_NAME.matcher(label).replaceAll("_"));
      }
    }
    text.append(':').append(value).append('|').append(type);
    if (tags) {
      String separator = "|#";
      for (int i = 0; i < labels.size(); i++) {
        text.append(separator).append(metric.labels().get(i)).append(':');
        text.append(NO_TAG.matcher(labels.get(i)).replaceAll("_"));
        separator = ",";
      }
    }
    return text.toString();
  }

  /** As few datagrams as may be; a line is never split. */
  static List<String> datagrams(List<String> lines) {
    var datagrams = new ArrayList<String>();
    var text = new StringBuilder();
    for (String line : lines) {
      if (!text.isEmpty() && text.length() + 1 + line.length() > DATAGRAM_BYTES) {
        datagrams.add(text.toString());
        text.setLength(0);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
    if (!text.isEmpty()) {
      datagrams.add(text.toString());
    }
    return datagrams;
  }
}
