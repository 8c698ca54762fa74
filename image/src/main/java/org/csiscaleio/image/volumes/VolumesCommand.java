package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.image.config.CommandArguments;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.ToolConfiguration;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** {@code csi-scaleio volumes}: reads the command line, has it done, says what happened. */
public final class VolumesCommand {
  private static final int GOOD = 0;
  private static final int REFUSED = 1;
  private static final int MISUSED = 2;

  /** For one request, or for reading all volumes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration HOST_PATIENCE = Duration.ofSeconds(10);

  private static final Set<String> SWITCHES =
      Set.of("--yes", "--json", "--all", "--unmap-disconnected", "--same-host", "--dry-run");
  private static final Set<String> VALUED =
      Set.of("--from", "--to", "--from-sdc", "--name", "--known", "--remove");
  private static final List<String> HELP = List.of("--help", "-h", "-?", "help");

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Function<Configuration.Gateway, ScaleIoSystem> opener;
  private final Function<Configuration.Node, Optional<LinuxHost>> hosts;

  /** One that looks at the array alone. */
  VolumesCommand(
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Function<Configuration.Gateway, ScaleIoSystem> opener) {
    this(environment, out, err, opener, node -> Optional.empty());
  }

  /**
   * @param opener makes a client of the array behind a gateway
   * @param hosts this host, to look at its mounts; empty not to
   */
  public VolumesCommand(
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Function<Configuration.Gateway, ScaleIoSystem> opener,
      Function<Configuration.Node, Optional<LinuxHost>> hosts) {
    this.hosts = hosts;
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
    this.opener = opener;
  }

  /** Runs a command; returns the exit status. */
  public int run(List<String> arguments) {
    if (arguments.stream().anyMatch(HELP::contains)) {
      out.print(VolumesHelp.TEXT);
      return GOOD;
    }
    try {
      CommandArguments given = CommandArguments.read(arguments, SWITCHES, VALUED);
      if (given.operands().isEmpty()) {
        err.print(VolumesHelp.TEXT);
        return MISUSED;
      }
      Work work = work(given);
      ToolConfiguration configuration = ToolConfiguration.read(given.settings(), environment);
      configuration.warnings().forEach(warning -> err.println("csi-scaleio: " + warning));
      return work.on(configuration) ? GOOD : REFUSED;
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> err.println("csi-scaleio: " + problem));
      err.println("Try 'csi-scaleio volumes --help'.");
      return MISUSED;
    } catch (Failure e) {
      err.println("csi-scaleio: " + e.message());
      return e.code() == Failure.Code.INVALID_ARGUMENT ? MISUSED : REFUSED;
    } catch (Refusal e) {
      err.println("refused: " + e.message());
      return REFUSED;
    }
  }

  private interface Work {
    boolean on(ToolConfiguration configuration);
  }

  private interface WorkOnOne {
    boolean on(ScaleIoSystem system, ToolConfiguration configuration);
  }

  /** On the one system that is meant. */
  private Work onOne(WorkOnOne work) {
    return configuration -> {
      try (ScaleIoSystem system = opener.apply(configuration.gateway())) {
        return work.on(system, configuration);
      }
    };
  }

  private Work work(CommandArguments given) {
    String command = given.operands().getFirst();
    List<String> volumes = given.operands().subList(1, given.operands().size());
    return switch (command) {
      case "list" -> onOne((system, configuration) -> list(given, volumes, system, configuration));
      case "hand-over" ->
          onOne((system, configuration) -> {
            Set<Owner> candidates = candidates(given, system, configuration);
            var wish =
                new HandOver.Wish(
                    from(given, candidates),
                    to(given, candidates, configuration),
                    given.one("--from-sdc"),
                    given.has("--same-host"),
                    given.has("--unmap-disconnected"),
                    volumes);
            return run(new HandOver(wish), given, system);
          });
      case "adopt" ->
          onOne((system, configuration) -> {
            Owner to = to(given, candidates(given, system, configuration), configuration);
            required(volumes, "adopt");
            return run(new Adoption(volumes, to, given.has("--unmap-disconnected")), given, system);
          });
      case "release" ->
          onOne((system, configuration) -> {
            if (volumes.size() != 1) {
              throw misuse("release: name one volume");
            }
            String name = given.one("--name").orElseThrow(() -> misuse("release: say --name NAME"));
            KnownOwner from = from(given, candidates(given, system, configuration));
            boolean unmap = given.has("--unmap-disconnected");
            return run(new Release(volumes.getFirst(), from, name, unmap), given, system);
          });
      case "orphans" -> orphans(given, volumes);
      default ->
          throw misuse(
              "volumes: unknown command '"
                  + command
                  + "'; there are list, hand-over, adopt, release and orphans");
    };
  }

  private boolean list(
      CommandArguments given,
      List<String> volumes,
      ScaleIoSystem system,
      ToolConfiguration configuration) {
    if (!volumes.isEmpty()) {
      throw misuse("list: '" + volumes.getFirst() + "' is too much");
    }
    ArrayView array = ArrayView.read(system, deadline());
    var known = new ArrayList<>(given.all("--known"));
    configuration.owner().ifPresent(known::add);
    List<OwnerList.Group> groups =
        OwnerList.of(array, KnownOwner.candidates(array.sdcs(), instances(configuration), known));
    if (given.has("--json")) {
      OwnerListJson.print(groups, array, out);
    } else {
      OwnerListText.print(groups, array, given.has("--all"), out);
    }
    return true;
  }

  private Work orphans(CommandArguments given, List<String> operands) {
    List<String> wanted = given.all("--remove");
    if (!operands.isEmpty()) {
      throw misuse("orphans: '" + operands.getFirst() + "' is too much; say --remove ID");
    }
    if (given.has("--yes") && (wanted.isEmpty() || given.has("--dry-run"))) {
      throw misuse("orphans: --yes goes with --remove ID, and not with --dry-run");
    }
    OrphanReport report = given.has("--json") ? new OrphanJson(out) : new OrphanText(out, err);
    Work work =
        wanted.isEmpty()
            ? configuration ->
                new OrphanListing(opener, system -> orphans(given, system, configuration), report)
                    .run(configuration.gateways())
            : onOne((system, configuration) ->
                new OrphanRemoval(
                        system,
                        () -> candidates(given, system, configuration),
                        VolumesCommand::deadline,
                        report)
                    .run(wanted, given.has("--yes")));
    return configuration -> {
      boolean done = work.on(configuration);
      report.end();
      return done;
    };
  }

  private List<Orphan> orphans(
      CommandArguments given, ScaleIoSystem system, ToolConfiguration configuration) {
    ArrayView array = ArrayView.read(system, deadline());
    var orphans = new ArrayList<>(Orphans.of(array, candidates(given, system, configuration)));
    orphans.addAll(here(array, system, configuration));
    return orphans;
  }

  /** Of this host, if it has an SDC. */
  private List<Orphan> here(
      ArrayView array, ScaleIoSystem system, ToolConfiguration configuration) {
    Optional<LinuxHost> host = hosts.apply(configuration.node());
    if (host.isEmpty()) {
      return List.of();
    }
    try {
      String guid = host.get().nodeId(Deadline.after(HOST_PATIENCE));
      return HostOrphans.of(
          array,
          system.info(deadline()).id(),
          guid,
          host.get().volumeMounts(Deadline.after(HOST_PATIENCE)));
    } catch (Failure e) {
      err.println("csi-scaleio: this host's mounts were not looked at: " + e.message());
      return List.of();
    }
  }

  private boolean run(Change change, CommandArguments given, ScaleIoSystem system) {
    if (given.has("--yes") && given.has("--dry-run")) {
      throw misuse("--yes and --dry-run contradict each other");
    }
    ChangeReport report = given.has("--json") ? new ChangeJson(out) : new ChangeText(out, err);
    return new ChangeRun(system, VolumesCommand::deadline, report).run(change, given.has("--yes"));
  }

  private static KnownOwner from(CommandArguments given, Set<Owner> candidates) {
    String text = given.one("--from").orElseThrow(() -> misuse("say --from OWNER"));
    return KnownOwner.read(text, candidates);
  }

  private static Owner to(
      CommandArguments given, Set<Owner> candidates, ToolConfiguration configuration) {
    String text =
        given
            .one("--to")
            .or(configuration::owner)
            .orElseThrow(() ->
                misuse(
                    "say --to OWNER: the plugin logs at its start for whom it speaks, and the"
                        + " configuration has no owner"));
    return KnownOwner.read(text, candidates)
        .owner()
        .orElseThrow(() ->
            misuse("--to " + text + ": nobody is known to have this tag; say the owner itself"));
  }

  private static Set<Owner> candidates(
      CommandArguments given, ScaleIoSystem system, ToolConfiguration configuration) {
    var named = new ArrayList<>(given.all("--known"));
    named.addAll(given.all("--from"));
    named.addAll(given.all("--to"));
    configuration.owner().ifPresent(named::add);
    return KnownOwner.candidates(system.sdcs(deadline()), instances(configuration), named);
  }

  private static Set<String> instances(ToolConfiguration configuration) {
    var instances = new LinkedHashSet<String>();
    configuration.instance().ifPresent(instances::add);
    instances.add(Owner.DEFAULT_INSTANCE);
    return instances;
  }

  private static void required(List<String> volumes, String command) {
    if (volumes.isEmpty()) {
      throw misuse(command + ": name the volumes");
    }
  }

  private static Deadline deadline() {
    return Deadline.after(PATIENCE);
  }

  private static ConfigurationException misuse(String problem) {
    return new ConfigurationException(List.of(problem));
  }
}
