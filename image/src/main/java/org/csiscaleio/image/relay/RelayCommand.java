package org.csiscaleio.image.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.server.SocketFile;

/**
 * {@code csi-scaleio relay}: listens first, then asks the service for whom it speaks. A service
 * that is not there yet is waited for; one that must not be used from here ends the relay when it
 * is met at the start, and closes every connection when it comes later.
 */
public final class RelayCommand {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private static final String HELP =
      """
      Usage: csi-scaleio relay [OPTION]...

      Listens where an orchestrator wants its plugin and passes each connection through to the
      csi-scaleio service of this host. For Mesos agents whose containers may not open block
      devices: the service, run by systemd, does the work outside of them.

        --endpoint unix:///PATH
            The socket the orchestrator calls. Required.
            Environment: CSI_ENDPOINT
        --endpoint-mode MODE
            Permissions of the socket, in octal.
            Default: 0600
            Environment: X_CSI_SCALEIO_ENDPOINT_MODE
        --to unix:///PATH
            The socket of the service.
            Default: unix:///run/csi-scaleio/csi.sock
            Environment: X_CSI_SCALEIO_RELAY_TO
        --wait SECONDSs
            How long a connection is held while the service is not there.
            Default: 60s
            Environment: X_CSI_SCALEIO_RELAY_WAIT
        --max-connections NUMBER
            Connections at a time; more are closed.
            Default: 128
            Environment: X_CSI_SCALEIO_RELAY_MAX_CONNECTIONS

      The service must be in node scope ('scope: node' in its configuration): nothing else tells
      it that Mesos is who calls.

      Exit status: 0 stopped as asked, 1 the socket could not be had, 2 wrong options, or a service
      in cluster scope.
      """;

  private RelayCommand() {}

  public static void main(String[] arguments) {
    int status = run(Arrays.asList(arguments), System.getenv(), System.out, System.err);
    if (status != DONE) {
      System.exit(status);
    }
  }

  /** Runs a relay until it is told to stop; returns the exit status. */
  public static int run(
      List<String> flags, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (flags.contains("--help") || flags.contains("-h") || flags.contains("-?")) {
      out.print(HELP);
      return DONE;
    }
    RelaySettings settings;
    try {
      settings = RelayOptions.read(flags, environment);
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage())
          .lines()
          .forEach(problem -> err.println("csi-scaleio: " + problem));
      err.println("Try 'csi-scaleio relay --help'.");
      return MISUSED;
    }
    return run(settings, err);
  }

  private static int run(RelaySettings settings, PrintStream err) {
    try (SocketFile socket =
        SocketFile.bind(
            settings.endpoint(), settings.endpointMode(), Optional.empty(), Optional.empty())) {
      Thread remover = removeAtTheEnd(socket);
      var service = new HostService(settings.service());
      var relay = new Relay(settings, service, err);
      try {
        service.dial().close();
        relay.tell("passes " + socket.path() + " through to " + service.socket());
      } catch (HostService.WrongScope e) {
        relay.tell(String.valueOf(e.getMessage()));
        Runtime.getRuntime().removeShutdownHook(remover);
        return MISUSED;
      } catch (IOException e) {
        relay.tell("waits for the service at " + service.socket() + " (" + e + ")");
      }
      relay.serve(socket.channel());
      return DONE;
    } catch (IOException e) {
      err.println("csi-scaleio: " + e.getMessage());
      return FAILED;
    }
  }

  /** SIGTERM and SIGINT; connections end with the process. */
  private static Thread removeAtTheEnd(SocketFile socket) {
    Thread remover =
        Thread.ofPlatform()
            .unstarted(() -> {
              try {
                socket.close();
              } catch (IOException e) {
                // The next one removes a stale name.
              }
              Runtime.getRuntime().halt(DONE);
            });
    Runtime.getRuntime().addShutdownHook(remover);
    return remover;
  }
}
