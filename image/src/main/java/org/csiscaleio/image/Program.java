package org.csiscaleio.image;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.csiscaleio.image.config.Choices.LogLevel;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.Configuration.Password;
import org.csiscaleio.image.log.JsonFormat;
import org.csiscaleio.image.log.LineFormat;
import org.csiscaleio.image.log.LogSetup;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.image.log.TextFormat;
import org.csiscaleio.image.memory.QuietMoments;
import org.csiscaleio.image.metrics.Telemetry;
import org.csiscaleio.image.server.Chain;
import org.csiscaleio.image.server.LateServices;
import org.csiscaleio.image.server.SocketFile;
import org.csiscaleio.image.server.UnixSocketServer;
import org.csiscaleio.image.systemd.ServiceManager;
import org.csiscaleio.image.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code serve}, top to bottom: the socket first, because an orchestrator may be waiting for it;
 * then the services and the server; then, in the background, what makes the first requests quick.
 * Nothing that may pass by itself ends the program.
 */
final class Program {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofSeconds(4);

  private final Configuration configuration;
  private final ServiceManager manager;
  private final Redaction redaction = new Redaction();

  private Program(Configuration configuration, ServiceManager manager) {
    this.configuration = configuration;
    this.manager = manager;
  }

  /** Serves until the process is told to stop; then that, not this, ends the process. */
  static int serve(Configuration configuration, ServiceManager manager, PrintStream err) {
    var program = new Program(configuration, manager);
    program.startLogs(err);
    try {
      program.serve();
      return Main.DONE;
    } catch (IOException e) {
      err.println("csi-scaleio: " + e.getMessage());
      return Main.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Main.FAILED;
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Program.class).error("the program could not start", e);
      return Main.FAILED;
    }
  }

  private void serve() throws IOException, InterruptedException {
    Configuration.Serving serving = configuration.serving();
    Configuration.Endpoint endpoint = serving.endpoint();
    SocketFile socket =
        SocketFile.bind(endpoint.path(), endpoint.mode(), endpoint.user(), endpoint.group());
    Optional<Telemetry> telemetry = Telemetry.of(configuration, Version.OURS);
    Optional<Tracing> traces = traces();
    var wiring = new Wiring(configuration, redaction, new Meters(telemetry, traces));
    Chain chain = chain(serving, telemetry, traces);
    var services = new LateServices(Bindings.of(wiring, serving), chain);
    // Messages here, transport there: the two slow halves of a start, side by side.
    Thread.ofPlatform()
        .daemon()
        .name("bindings")
        .start(() -> services.prepare(Bindings.firstCalled(serving)));
    UnixSocketServer server =
        UnixSocketServer.start(socket, serving.maxMessageBytes(), chain, services);
    var stop = new GracefulStop(server, serving.drain(), wiring, manager);
    stop.onSignal();
    Logger log = LoggerFactory.getLogger(Program.class);
    log.info(
        "csi-scaleio {} serves on {} in mode {}, scope {}",
        Version.OURS,
        endpoint.path(),
        serving.mode().name().toLowerCase(Locale.ROOT),
        configuration.sharing().scope().name().toLowerCase(Locale.ROOT));
    configuration.warnings().forEach(log::warn);
    WarmUp.begin(wiring);
    telemetry.ifPresent(shown ->
        WarmUp.afterFirstAnswers(
            "metrics",
            () -> {
              shown.start(chain.limit()::running, chain.limit().most(), wiring::stuckCalls);
              MeterRefresh.begin(wiring, configuration.metrics().refresh());
            }));
    traces.ifPresent(sent -> WarmUp.afterFirstAnswers("traces", sent::start));
    new QuietMoments(REST, server::activity).watch();
    manager.ready("serves on " + endpoint.path(), () -> server.answersWithin(SIGN_OF_LIFE));
    server.awaitStop();
    stop.await();
  }

  /** Not a class of it is loaded where nobody wants traces. */
  private Optional<Tracing> traces() {
    if (configuration.traces().isEmpty()) {
      return Optional.empty();
    }
    Configuration.Serving serving = configuration.serving();
    return Optional.of(
        Tracing.of(
            configuration.traces().get(),
            Map.of(
                "csiscaleio.plugin", serving.pluginName(),
                "csiscaleio.mode", serving.mode().name().toLowerCase(Locale.ROOT),
                "csiscaleio.scope",
                    configuration.sharing().scope().name().toLowerCase(Locale.ROOT)),
            Version.OURS,
            redaction));
  }

  private Chain chain(
      Configuration.Serving serving, Optional<Telemetry> telemetry, Optional<Tracing> traces) {
    Chain chain =
        Chain.of(
            Long.toString(ProcessHandle.current().pid(), 36), serving.maxRequests(), redaction);
    if (telemetry.isPresent()) {
      chain = chain.countedBy(telemetry.get().ofHost());
    }
    return traces.isPresent() ? chain.tracedBy(traces.get()) : chain;
  }

  private void startLogs(PrintStream err) {
    configuration.gateways().stream()
        .map(Configuration.Gateway::password)
        .forEach(password -> {
          if (password instanceof Password.Fixed fixed) {
            redaction.remember(fixed.secret().reveal());
          }
        });
    LineFormat format =
        switch (configuration.logs().format()) {
          case TEXT -> new TextFormat();
          case JSON -> new JsonFormat();
        };
    LogSetup.install(level(configuration.logs().level()), format, redaction, err);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
        LoggerFactory.getLogger(Program.class).error("thread {} died", thread.getName(), e));
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINEST;
    };
  }
}
