package org.csiscaleio.image.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.image.config.CommandArguments;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.ExaminedConfiguration;
import org.csiscaleio.node.host.HostExamination;
import org.csiscaleio.node.host.HostSettings;
import org.csiscaleio.operation.Finding;

/** {@code csi-scaleio doctor}: reads the command line, has everything looked at, says how it is. */
public final class DoctorCommand {
  private static final int WELL = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String CONFIGURATION = "Configuration";
  private static final String SERVING = "Serving";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Set<String> SWITCHES = Set.of("--json", "--strict");
  private static final Set<String> VALUED = Set.of("--timeout", "--mounts");
  private static final List<String> HELP = List.of("--help", "-h", "-?", "help");

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final UnaryOperator<String> redaction;
  private final Function<Configuration.Gateway, GatewaySettings> gateways;
  private final Function<Configuration.Node, HostSettings> hosts;

  /**
   * @param terminal whether somebody watches
   * @param redaction takes secrets out of whatever is said
   */
  public DoctorCommand(
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      boolean terminal,
      UnaryOperator<String> redaction,
      Function<Configuration.Gateway, GatewaySettings> gateways,
      Function<Configuration.Node, HostSettings> hosts) {
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.redaction = redaction;
    this.gateways = gateways;
    this.hosts = hosts;
  }

  /**
   * What is wanted.
   *
   * @param settings the flags of {@code serve}
   */
  private record Wish(
      boolean json, boolean strict, Duration limit, Optional<Path> mounts, List<String> settings) {
    static Wish of(CommandArguments given) {
      ExaminedConfiguration.requireFlags(given.settings());
      if (!given.operands().isEmpty()) {
        throw new ConfigurationException(
            List.of("'" + given.operands().getFirst() + "' is not an option"));
      }
      return new Wish(
          given.has("--json"),
          given.has("--strict"),
          given.time("--timeout", Duration.ofSeconds(2), Duration.ofMinutes(10)).orElse(PATIENCE),
          given.one("--mounts").map(text -> Path.of(text).toAbsolutePath().normalize()),
          given.settings());
    }
  }

  /** Runs it; returns the exit status. */
  public int run(List<String> arguments) {
    if (arguments.stream().anyMatch(HELP::contains)) {
      out.print(DoctorHelp.TEXT);
      return WELL;
    }
    Wish wish;
    try {
      wish = Wish.of(CommandArguments.read(arguments, SWITCHES, VALUED));
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> err.println("csi-scaleio: " + problem));
      err.println("Try 'csi-scaleio doctor --help'.");
      return MISUSED;
    }
    var tally =
        new Tally(
            wish.json()
                ? new JsonReport(out, redaction)
                : new TextReport(out, err, terminal, redaction));
    var examination = new Examination(wish.limit(), tally);
    try {
      examine(ExaminedConfiguration.read(wish.settings(), environment), wish, examination);
    } catch (ConfigurationException e) {
      examination.run(wrong(e));
    }
    tally.end(tally);
    return switch (tally.worst()) {
      case FAIL -> FAILED;
      case WARN -> wish.strict() ? FAILED : WELL;
      case OK, SKIP -> WELL;
    };
  }

  /** With a configuration that cannot be used it is not known what to look at. */
  private static List<Check> wrong(ConfigurationException e) {
    var findings =
        new ArrayList<Finding>(
            e.problems().stream().map(text -> Finding.fail("configuration", text, "")).toList());
    findings.add(Finding.skip("all else", "correct the configuration first"));
    return List.of(new Check(CONFIGURATION, "configuration", by -> List.copyOf(findings)));
  }

  private void examine(ExaminedConfiguration configuration, Wish wish, Examination examination) {
    List<GatewayChecks> systems =
        configuration.gateways().stream()
            .map(gateway ->
                new GatewayChecks(
                    gateway, gateways.apply(gateway), configuration, InstantSource.system()))
            .toList();
    var checks = new ArrayList<Check>();
    checks.add(new Check(CONFIGURATION, "configuration", by -> described(configuration)));
    systems.forEach(system -> checks.addAll(system.checks()));
    if (systems.isEmpty()) {
      checks.add(Check.skipped("Gateway", "gateway", "mode node, and none is configured"));
    }
    checks.addAll(
        new HostChecks(configuration, hosts.apply(configuration.node()), wish.mounts(), systems)
            .checks());
    checks.add(
        configuration
            .endpoint()
            .map(endpoint -> socket(endpoint, hosts.apply(configuration.node())))
            .orElseGet(() ->
                Check.skipped(
                    SERVING,
                    "socket",
                    "no endpoint is configured; orchestrators say it (CSI_ENDPOINT)")));
    try {
      examination.run(checks);
    } finally {
      systems.forEach(GatewayChecks::close);
    }
  }

  private static Check socket(Configuration.Endpoint endpoint, HostSettings host) {
    return new Check(
        SERVING,
        "socket",
        by -> {
          var findings = new ArrayList<>(new EndpointCheck(endpoint).look());
          Path directory = endpoint.path().toAbsolutePath().getParent();
          if (directory != null) {
            findings.addAll(HostExamination.of(host).shownOutside("socket", directory, by));
          }
          return findings;
        });
  }

  private static List<Finding> described(ExaminedConfiguration configuration) {
    var findings = new ArrayList<Finding>();
    findings.add(
        Finding.ok(
            "configuration",
            "mode "
                + configuration.mode().name().toLowerCase(Locale.ROOT)
                + ", scope "
                + configuration.sharing().scope().name().toLowerCase(Locale.ROOT)
                + configuration.file().map(file -> ", from " + file).orElse("")));
    configuration
        .warnings()
        .forEach(warning -> findings.add(Finding.warn("configuration", warning, "")));
    return findings;
  }
}
