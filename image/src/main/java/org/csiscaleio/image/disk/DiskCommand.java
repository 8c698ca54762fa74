package org.csiscaleio.image.disk;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.image.mesos.JsonText;
import org.csiscaleio.operation.Deadline;

/** {@code csi-scaleio disk}: reads the command line, has it done, says what happened. */
public final class DiskCommand {
  private static final int GOOD = 0;
  private static final int REFUSED = 1;
  private static final int MISUSED = 2;

  private static final List<String> HELP = List.of("--help", "-h", "-?", "help");

  private final PrintStream out;
  private final PrintStream err;
  private final Optional<Function<String, String>> asker;
  private final Redaction redaction;
  private final Function<DiskOptions, Pace> paces;

  /**
   * @param asker asks who sits at the terminal, and returns the answer; empty when nobody does
   * @param redaction takes secrets out of whatever is said
   */
  public DiskCommand(
      PrintStream out,
      PrintStream err,
      Optional<Function<String, String>> asker,
      Redaction redaction) {
    this(out, err, asker, redaction, options -> Pace.usual(options.patience()));
  }

  DiskCommand(
      PrintStream out,
      PrintStream err,
      Optional<Function<String, String>> asker,
      Redaction redaction,
      Function<DiskOptions, Pace> paces) {
    this.out = out;
    this.err = err;
    this.asker = asker;
    this.redaction = redaction;
    this.paces = paces;
  }

  /** Runs a command; returns the exit status. */
  public int run(List<String> arguments) {
    if (arguments.isEmpty() || arguments.stream().anyMatch(HELP::contains)) {
      (arguments.isEmpty() ? err : out).print(DiskHelp.TEXT);
      return arguments.isEmpty() ? MISUSED : GOOD;
    }
    try (var progress = new Progress(err, asker.isPresent(), redaction)) {
      return run(DiskOptions.read(arguments), progress);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> say("csi-scaleio: " + problem));
      say("Try 'csi-scaleio disk --help'.");
      return MISUSED;
    } catch (GatewayException e) {
      // Of the file that holds the secret.
      say("csi-scaleio: " + e.message());
      return REFUSED;
    }
  }

  /** What a run has at hand. */
  private record Tools(
      DiskOptions options,
      MasterSettings settings,
      MasterHttp http,
      ClusterLook clusters,
      Progress progress,
      Pace pace) {
    FrameworkRun framework(String role, Deadline deadline) {
      return new FrameworkRun(http, role, settings, progress, deadline);
    }
  }

  private int run(DiskOptions options, Progress progress) {
    // All of it is read, and may be found wrong, before a master is asked.
    var access = new MasterAccess(options, redaction::remember);
    MasterSettings settings = access.read();
    Optional<Wanted> wanted =
        options.command().equals("create") ? Optional.of(options.wanted()) : Optional.empty();
    Optional<String> role = options.one("--role").map(DiskOptions::role);
    options.limit();
    Pace pace = paces.apply(options);
    access.warnings().forEach(warning -> say("csi-scaleio: " + warning));
    try (var http = new MasterHttp(settings)) {
      if (options.command().equals("list")) {
        return list(options, Cluster.read(http));
      }
      var tools = new Tools(options, settings, http, new ClusterLook(http), progress, pace);
      return report(
          wanted.isPresent() ? create(tools, wanted.get()) : destroy(tools, role),
          options.has("--json"));
    } catch (MasterFailure e) {
      return report(new Outcome.Bad(e.message(), Optional.empty()), options.has("--json"));
    }
  }

  private Outcome create(Tools tools, Wanted wanted) {
    remark(wanted);
    Deadline deadline = Deadline.after(tools.options().limit());
    try (FrameworkRun run = tools.framework(wanted.role(), deadline)) {
      return new DiskCreation(
              wanted,
              tools.settings().principal(),
              run.framework(),
              tools.pace(),
              tools.progress(),
              tools.clusters())
          .run(tools.options().has("--dry-run"), deadline);
    }
  }

  private Outcome destroy(Tools tools, Optional<String> role) {
    DiskOptions options = tools.options();
    boolean withVolume = options.has("--with-volume");
    var plan = new DestructionPlan(options.disk(), withVolume, role, options.one("--agent"));
    Optional<Outcome> objection = plan.look(tools.clusters().get());
    if (objection.isPresent()) {
      return objection.get();
    }
    if (options.has("--dry-run") || !confirmed(options, plan)) {
      return plan.asPlanned(options.has("--dry-run"));
    }
    // Not from the beginning: whoever is asked may take his time.
    Deadline deadline = Deadline.after(options.limit());
    try (FrameworkRun run = tools.framework(plan.role(), deadline)) {
      return new DiskDestruction(
              options.disk(),
              plan.agent(),
              withVolume,
              run.framework(),
              tools.pace(),
              tools.progress(),
              tools.clusters())
          .run(deadline);
    }
  }

  private boolean confirmed(DiskOptions options, DestructionPlan plan) {
    if (options.has("--yes")) {
      return true;
    }
    return asker
        .map(ask -> ask.apply(redaction.apply(plan.question())))
        .filter("yes"::equals)
        .isPresent();
  }

  private void remark(Wanted wanted) {
    if (wanted.sizeMib().remainder(Sizes.GRANULE_MIB).signum() != 0) {
      say(
          "csi-scaleio: the array gives multiples of 8 GiB; this disk takes "
              + Sizes.text(Sizes.onArray(wanted.sizeMib()))
              + " there");
    }
  }

  private int list(DiskOptions options, Cluster cluster) {
    cluster.whoIsAwaited().ifPresent(who -> say("csi-scaleio: " + who));
    var list = new DiskList(cluster, options.one("--agent"), options.one("--profile"));
    if (options.has("--json")) {
      list.printJson(out);
    } else {
      list.print(out, this::harmless);
    }
    return GOOD;
  }

  private int report(Outcome outcome, boolean json) {
    boolean good = outcome instanceof Outcome.Good;
    if (json) {
      out.print(redaction.apply(JsonText.of(outcome.json())));
    } else {
      outcome
          .lines()
          .forEach(line -> {
            if (good) {
              out.println(harmless(line));
            } else {
              say("csi-scaleio: " + line);
            }
          });
    }
    return outcome.status();
  }

  private void say(String text) {
    err.println(harmless(text));
  }

  private String harmless(String text) {
    return Redaction.harmless(redaction, text);
  }

  /** Looks at the agents' disks, unless the master forbids it. */
  private static final class ClusterLook implements Supplier<Optional<Cluster>> {
    private final MasterHttp http;
    private boolean forbidden;

    ClusterLook(MasterHttp http) {
      this.http = http;
    }

    @Override
    public Optional<Cluster> get() {
      if (forbidden) {
        return Optional.empty();
      }
      try {
        return Optional.of(Cluster.read(http));
      } catch (MasterFailure e) {
        forbidden = e.kind() == MasterFailure.Kind.REFUSED;
        return Optional.empty();
      }
    }
  }
}
