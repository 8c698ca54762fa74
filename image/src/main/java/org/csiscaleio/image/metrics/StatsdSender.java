package org.csiscaleio.image.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.csiscaleio.image.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends metrics to StatsD every ten seconds: counters by how much they have grown, gauges as they
 * are, and each duration there was. What does not arrive is lost, as is StatsD's way; nothing waits
 * for it.
 */
final class StatsdSender implements Store.Durations, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatsdSender.class);

  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Between two sendings; more are dropped, and counted. */
  private static final int MOST_DURATIONS = 2000;

  private record Key(Metric metric, List<String> labels) {}

  private final Configuration.Statsd server;
  private final StatsdLines lines;
  private final Thread thread;

  // Each under its own lock: who tells a duration never waits for a datagram.
  private final Object sending = new Object();
  private final Map<Key, Double> sent = new HashMap<>();
  private boolean failing;
  private final Object noting = new Object();
  private List<String> durations = new ArrayList<>();
  private long dropped;

  private volatile Supplier<List<Sample>> samples = List::of;

  StatsdSender(Configuration.Statsd server) {
    this.server = server;
    this.lines = new StatsdLines(server.format());
    this.thread = Thread.ofVirtual().name("statsd").unstarted(this::run);
  }

  /** Begins to send; once. */
  void start(Supplier<List<Sample>> all) {
    samples = all;
    thread.start();
  }

  @Override
  public void took(Metric metric, List<String> labels, double seconds) {
    String line = lines.duration(metric, labels, seconds);
    synchronized (noting) {
      if (durations.size() < MOST_DURATIONS) {
        durations.add(line);
      } else {
        dropped++;
      }
    }
  }

  /** How many durations were dropped. */
  long dropped() {
    synchronized (noting) {
      return dropped;
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        synchronized (sending) {
          send();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    var address = new InetSocketAddress(server.host(), server.port());
    try (DatagramChannel channel = DatagramChannel.open()) {
      if (address.isUnresolved()) {
        throw new IOException("the host is not known");
      }
      for (String datagram : StatsdLines.datagrams(due())) {
        channel.send(ByteBuffer.wrap(datagram.getBytes(StandardCharsets.UTF_8)), address);
      }
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        log.warn(
            "metrics cannot be sent to StatsD at {}:{} ({}); it is tried again",
            server.host(),
            server.port(),
            e.getMessage());
      }
      failing = true;
    }
  }

  /** What is to be sent now, and is not sent again. */
  private List<String> due() {
    List<String> due;
    synchronized (noting) {
      due = durations;
      durations = new ArrayList<>();
    }
    for (Sample sample : samples.get()) {
      if (sample.metric().ofProcess() || sample.histogram().isPresent()) {
        continue;
      }
      if (sample.metric().kind() == Metric.Kind.GAUGE) {
        due.add(lines.gauge(sample.metric(), sample.labels(), sample.value()));
        continue;
      }
      var key = new Key(sample.metric(), sample.labels());
      double more = sample.value() - sent.getOrDefault(key, 0.0);
      if (more > 0) {
        sent.put(key, sample.value());
        due.add(lines.counter(sample.metric(), sample.labels(), more));
      }
    }
    return due;
  }

  /** Sends what is left, where sending worked so far. */
  @Override
  public void close() {
    thread.interrupt();
    synchronized (sending) {
      if (!failing) {
        send();
      }
    }
  }
}
