package org.csiscaleio.image;

import java.io.Console;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.Nearest;
import org.csiscaleio.image.disk.DiskCommand;
import org.csiscaleio.image.doctor.DoctorCommand;
import org.csiscaleio.image.install.InstallCommand;
import org.csiscaleio.image.log.LogSetup;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.image.log.StayingLogManager;
import org.csiscaleio.image.log.TextFormat;
import org.csiscaleio.image.mesos.MesosConfigCommand;
import org.csiscaleio.image.relay.RelayCommand;
import org.csiscaleio.image.systemd.ServiceManager;
import org.csiscaleio.image.volumes.VolumesCommand;
import org.csiscaleio.node.host.LinuxHost;

/**
 * The command line: {@code csi-scaleio
 * serve|relay|volumes|disk|doctor|install|mesos-config|version|help}.
 */
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** The command line or the configuration is wrong: starting again will not help. */
  static final int MISUSED = 2;

  private static final List<String> COMMANDS =
      List.of(
          "serve",
          "relay",
          "volumes",
          "disk",
          "doctor",
          "install",
          "mesos-config",
          "version",
          "help");
  private static final List<String> HELP_FLAGS = List.of("--help", "-h", "-?");

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    // Before anything logs, or the JDK takes its own.
    System.setProperty("java.util.logging.manager", StayingLogManager.class.getName());
    int status = new Main(System.getenv(), System.out, System.err).run(Arrays.asList(arguments));
    if (status != DONE) {
      System.exit(status);
    }
  }

  /** Runs a command; returns the exit status. {@code serve} returns when it was stopped. */
  int run(List<String> arguments) {
    if (arguments.isEmpty()) {
      err.print(HelpText.overview());
      return MISUSED;
    }
    String command = arguments.getFirst();
    List<String> rest = arguments.subList(1, arguments.size());
    boolean asksHelp = rest.stream().anyMatch(HELP_FLAGS::contains);
    if (HELP_FLAGS.contains(command)) {
      out.print(HelpText.overview());
      return DONE;
    }
    return switch (command) {
      case "help" -> help(rest);
      case "version", "--version" -> version();
      case "relay" -> RelayCommand.run(rest, environment, out, err);
      case "volumes" -> volumes(rest);
      case "disk" -> disk(rest);
      case "doctor" -> doctor(rest);
      case "install" -> InstallCommand.run(rest, Version.OURS, out, err);
      case "mesos-config" -> new MesosConfigCommand(Version.OURS, out, err).run(rest);
      case "serve" -> asksHelp ? help(List.of("serve")) : serve(rest);
      default -> unknown(command);
    };
  }

  private int help(List<String> topics) {
    if (topics.contains("volumes")) {
      return volumes(List.of("--help"));
    }
    if (topics.contains("disk")) {
      return disk(List.of("--help"));
    }
    if (topics.contains("mesos-config")) {
      return new MesosConfigCommand(Version.OURS, out, err).run(List.of("--help"));
    }
    if (topics.contains("doctor")) {
      return doctor(List.of("--help"));
    }
    out.print(topics.contains("serve") ? HelpText.serve() : HelpText.overview());
    return DONE;
  }

  private int version() {
    out.println("csi-scaleio " + Version.OURS + " (Java " + Runtime.version() + ")");
    return DONE;
  }

  private int serve(List<String> flags) {
    try {
      return Program.serve(
          Configuration.read(flags, environment), ServiceManager.of(environment), err);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> err.println("csi-scaleio: " + problem));
      err.println("Try 'csi-scaleio serve --help'.");
      return MISUSED;
    }
  }

  private int volumes(List<String> arguments) {
    var redaction = new Redaction();
    LogSetup.install(Level.WARNING, new TextFormat(), redaction, err);
    return new VolumesCommand(
            environment,
            out,
            err,
            gateway -> Wiring.open(gateway, redaction),
            node -> Optional.of(LinuxHost.open(Wiring.hostSettings(node))))
        .run(arguments);
  }

  private int disk(List<String> arguments) {
    var redaction = new Redaction();
    LogSetup.install(Level.WARNING, new TextFormat(), redaction, err);
    return new DiskCommand(
            out,
            err,
            terminal()
                .map(console ->
                    question -> Optional.ofNullable(console.readLine("%s", question)).orElse("")),
            redaction)
        .run(arguments);
  }

  private int doctor(List<String> arguments) {
    var redaction = new Redaction();
    // What goes wrong is said by what is found.
    LogSetup.install(Level.OFF, new TextFormat(), redaction, err);
    return new DoctorCommand(
            environment,
            out,
            err,
            terminal().isPresent(),
            redaction,
            gateway -> Wiring.gatewaySettings(gateway, redaction),
            Wiring::hostSettings)
        .run(arguments);
  }

  /** Where a person sits; empty when nobody does. */
  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  private int unknown(String command) {
    String near =
        Nearest.to(command, COMMANDS).map(name -> "; did you mean '" + name + "'?").orElse("");
    String advice =
        command.startsWith("-") ? "; options come after the command, as in: csi-scaleio serve" : "";
    err.println(
        "csi-scaleio: unknown command '" + command + "'" + (near.isEmpty() ? advice : near));
    err.println("Try 'csi-scaleio --help'.");
    return MISUSED;
  }
}
