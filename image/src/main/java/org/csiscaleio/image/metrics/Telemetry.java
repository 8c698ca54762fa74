package org.csiscaleio.image.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.ListenAddress;
import org.csiscaleio.operation.meter.Meter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program's metrics: meters for the layers, a page for Prometheus and datagrams for StatsD.
 * Made when somebody wants metrics only. What is shown is what was last told, with its age: showing
 * it asks nobody anything and waits for nobody.
 */
public final class Telemetry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Telemetry.class);

  /** A port that another process has may be free in a while. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

  private final Configuration.Metrics settings;
  private final Optional<StatsdSender> statsd;
  private final Store store;
  private final Meter host;
  private volatile IntSupplier running = () -> 0;
  private volatile IntSupplier stuck = () -> 0;
  private volatile Optional<ScrapeServer> server = Optional.empty();
  private volatile boolean closed;

  private Telemetry(Configuration.Metrics settings) {
    this.settings = settings;
    this.statsd = settings.statsd().map(StatsdSender::new);
    this.store = new Store(statsd.map(Store.Durations.class::cast));
    this.host = new Recorder(store, "");
  }

  /**
   * Prepares it; empty when nobody wants metrics.
   *
   * @param version of this program
   */
  public static Optional<Telemetry> of(Configuration configuration, String version) {
    if (!configuration.metrics().wanted()) {
      return Optional.empty();
    }
    var telemetry = new Telemetry(configuration.metrics());
    telemetry.store.set(
        Metric.BUILD_INFO,
        1,
        version,
        Runtime.version().toString(),
        word(configuration.serving().mode()),
        word(configuration.sharing().scope()));
    return Optional.of(telemetry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** For what is no array's: requests, steps on the host, its SDC. */
  public Meter ofHost() {
    return host;
  }

  /**
   * For what is learnt of an array.
   *
   * @param system what it is called in labels, always the same
   */
  public Meter ofSystem(String system) {
    return new Recorder(store, system);
  }

  /**
   * Begins to show them, in the background.
   *
   * @param running how many requests run now
   * @param most how many may
   * @param stuck how many calls hang in the kernel
   */
  public void start(IntSupplier running, int most, IntSupplier stuck) {
    this.running = running;
    this.stuck = stuck;
    store.set(Metric.RPC_IN_FLIGHT_LIMIT, most);
    statsd.ifPresent(sender -> sender.start(this::ofPlugin));
    settings
        .listen()
        .ifPresent(address -> Thread.ofVirtual().name("metrics").start(() -> listen(address)));
  }

  private void listen(ListenAddress address) {
    String said = "";
    while (!closed) {
      try {
        server = Optional.of(ScrapeServer.listen(address, this::page));
        log.info("metrics are shown at {}/metrics", address);
        return;
      } catch (IOException | RuntimeException e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(said)) {
          log.warn("no metrics are shown: {}; it is tried again", why);
        }
        said = why;
      }
      try {
        Thread.sleep(BETWEEN_ATTEMPTS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  String page() {
    var samples = new ArrayList<>(ofPlugin());
    samples.addAll(ProcessState.samples());
    return Exposition.of(samples);
  }

  private List<Sample> ofPlugin() {
    store.set(Metric.RPC_IN_FLIGHT, running.getAsInt());
    store.set(Metric.STUCK_CALLS, stuck.getAsInt());
    statsd.ifPresent(sender -> store.set(Metric.STATSD_DROPPED, sender.dropped()));
    return store.samples();
  }

  @Override
  public void close() {
    closed = true;
    statsd.ifPresent(StatsdSender::close);
    server.ifPresent(shown -> {
      try {
        shown.close();
      } catch (IOException e) {
        log.debug("the place of metrics could not be closed", e);
      }
    });
  }
}
