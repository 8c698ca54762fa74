package org.csiscaleio.image.disk;

import static org.csiscaleio.image.disk.DiskResource.Kind.BLOCK;
import static org.csiscaleio.image.disk.DiskResource.Kind.MOUNT;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.csiscaleio.image.config.CommandArguments;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.Nearest;

/** What the command line says; each method throws ConfigurationException with what is wrong. */
final class DiskOptions {
  static final Set<String> COMMANDS = Set.of("list", "create", "destroy");

  private static final Set<String> SWITCHES =
      Set.of("--json", "--yes", "--dry-run", "--with-volume", "--insecure");
  private static final Set<String> MASTER_VALUED =
      Set.of(
          "--master", "--principal", "--secret-file", "--token-file", "--ca-file", "--fingerprint");
  private static final Set<String> MASTER = union(MASTER_VALUED, Set.of("--insecure", "--json"));
  private static final Set<String> RUN = Set.of("--dry-run", "--wait", "--timeout", "--role");
  private static final Set<String> VALUED =
      union(
          MASTER_VALUED,
          Set.of(
              "--profile",
              "--size",
              "--role",
              "--type",
              "--agent",
              "--volume",
              "--wait",
              "--timeout"));

  private final String command;
  private final CommandArguments given;

  private DiskOptions(String command, CommandArguments given) {
    this.command = command;
    this.given = given;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  static DiskOptions read(List<String> arguments) {
    CommandArguments given = CommandArguments.read(arguments, SWITCHES, VALUED);
    var known = new ArrayList<>(SWITCHES);
    known.addAll(VALUED);
    for (String option : given.settings()) {
      if (option.startsWith("--secret") || option.startsWith("--password")) {
        throw wrong(
            "there is no "
                + option.split("=", 2)[0]
                + ": every user of this host can read command lines. Put the secret into a file and"
                + " say --secret-file FILE");
      }
      throw wrong(
          "unknown option "
              + option
              + Nearest.to(option, known).map(near -> "; did you mean '" + near + "'?").orElse(""));
    }
    String command = given.operands().isEmpty() ? "" : given.operands().getFirst();
    if (!COMMANDS.contains(command)) {
      throw wrong("disk: unknown command '" + command + "'; there are list, create and destroy");
    }
    var options = new DiskOptions(command, given);
    options.requireFitting();
    return options;
  }

  private void requireFitting() {
    Set<String> own =
        switch (command) {
          case "list" -> Set.of("--agent", "--profile");
          case "create" -> Set.of("--profile", "--size", "--type", "--agent", "--volume");
          default -> Set.of("--with-volume", "--yes", "--agent");
        };
    for (String option : given.options().keySet()) {
      boolean taken =
          MASTER.contains(option)
              || own.contains(option)
              || (RUN.contains(option) && !command.equals("list"));
      if (!taken) {
        throw wrong(command + ": " + option + " says nothing here");
      }
    }
    int operands = given.operands().size() - 1;
    if (command.equals("destroy") ? operands != 1 : operands != 0) {
      throw wrong(
          command.equals("destroy")
              ? "destroy: say the id of one disk; 'csi-scaleio disk list' shows them"
              : command + ": '" + given.operands().get(1) + "' is too much");
    }
  }

  String command() {
    return command;
  }

  boolean has(String option) {
    return given.has(option);
  }

  Optional<String> one(String option) {
    return given.one(option);
  }

  Optional<Path> file(String option) {
    return given.one(option).map(Path::of);
  }

  /** The disk that is to be destroyed. */
  String disk() {
    return given.operands().get(1);
  }

  /** All masters, whether said by commas or one by one. */
  List<String> masters() {
    List<String> masters =
        given.all("--master").stream()
            .flatMap(text -> List.of(text.split(",", -1)).stream())
            .filter(text -> !text.isBlank())
            .toList();
    if (masters.isEmpty()) {
      throw wrong("--master is missing; say HOST[:PORT] of a master");
    }
    return masters;
  }

  Wanted wanted() {
    Optional<String> volume = one("--volume");
    if (volume.isPresent() == one("--size").isPresent()) {
      throw wrong("say either --size SIZE, or --volume ID of one that is there already");
    }
    return new Wanted(
        needed("--profile", "the pool's, as 'csi-scaleio disk list' shows it"),
        one("--size").map(text -> parsed("--size", text, Sizes::parse)).orElse(BigDecimal.ZERO),
        volume,
        switch (one("--type").orElse("mount").toLowerCase(Locale.ROOT)) {
          case "mount" -> MOUNT;
          case "block" -> BLOCK;
          default -> throw wrong("--type: say mount or block");
        },
        role(needed("--role", "for which the disk is reserved, or '*'")),
        one("--agent"));
  }

  /** By the rules that Mesos has for names of roles. */
  static String role(String role) {
    boolean good = role.equals("*");
    if (!good && !role.isEmpty()) {
      good = true;
      for (String part : role.split("/", -1)) {
        good &=
            !part.isEmpty()
                && !part.equals(".")
                && !part.equals("..")
                && !part.equals("*")
                && !part.startsWith("-")
                && part.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '\\');
      }
    }
    if (!good) {
      throw wrong("--role: '" + role + "' is no name of a role");
    }
    return role;
  }

  Duration limit() {
    return given
        .time("--timeout", Duration.ofSeconds(1), Duration.ofMinutes(60))
        .orElse(Duration.ofMinutes(5));
  }

  Duration patience() {
    return given
        .time("--wait", Duration.ofSeconds(1), Duration.ofMinutes(10))
        .orElse(Duration.ofSeconds(30));
  }

  private String needed(String option, String what) {
    return one(option).orElseThrow(() -> wrong(option + " is missing: " + what));
  }

  static <T> T parsed(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(option + ": " + e.getMessage());
    }
  }

  private static ConfigurationException wrong(String problem) {
    return new ConfigurationException(problem);
  }
}
