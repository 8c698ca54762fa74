package org.csiscaleio.image.mesos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.image.config.CommandArguments;
import org.csiscaleio.image.config.ConfigurationException;

/**
 * {@code csi-scaleio mesos-config}: reads the command line, has the files made and checked, then
 * shows or writes them.
 */
public final class MesosConfigCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final Set<String> SWITCHES = Set.of("--force");
  private static final Set<String> VALUED =
      Set.of(
          "--mesos",
          "--dcos",
          "--way",
          "--pool",
          "--profile",
          "--mount-flag",
          "--plugin",
          "--role",
          "--to",
          "--call",
          "--mesos-dir",
          "--program",
          "--uri",
          "--image");
  private static final Set<String> OF_THIS_RUN = Set.of("--to", "--force", "--call");
  private static final List<String> HELP = List.of("--help", "-h", "-?", "help");

  private final String version;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param version of this program
   */
  public MesosConfigCommand(String version, PrintStream out, PrintStream err) {
    this.version = version;
    this.out = out;
    this.err = err;
  }

  /** Runs it; returns the exit status. */
  public int run(List<String> arguments) {
    if (arguments.isEmpty() || arguments.stream().anyMatch(HELP::contains)) {
      (arguments.isEmpty() ? err : out).print(MesosConfigHelp.TEXT);
      return arguments.isEmpty() ? MISUSED : DONE;
    }
    try {
      CommandArguments given = CommandArguments.read(arguments, SWITCHES, VALUED);
      return given.operands().isEmpty() ? make(given, arguments) : check(given);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> err.println("csi-scaleio: " + problem));
      err.println("Try 'csi-scaleio mesos-config --help'.");
      return MISUSED;
    } catch (IOException e) {
      err.println("csi-scaleio: " + e);
      return FAILED;
    }
  }

  private int make(CommandArguments given, List<String> arguments) throws IOException {
    Answers answers = new AnswersReader(given, version).read();
    List<AgentFile> files = AgentFiles.of(answers, command(arguments));
    Map<String, String> texts = new LinkedHashMap<>();
    files.stream()
        .filter(file -> !file.secretive())
        .forEach(file -> texts.put(file.path().toString(), file.text()));
    var checks = new FileChecks(answers.release());
    List<String> complaints = checks.complaints(texts);
    if (!complaints.isEmpty()) {
      complaints.forEach(complaint -> err.println("wrong: " + complaint));
      return FAILED;
    }
    checks.remarks(texts).forEach(remark -> err.println("note: " + remark));
    Optional<String> call = given.one("--call");
    if (call.isPresent()) {
      return call(call.get(), answers);
    }
    Optional<String> to = given.one("--to");
    if (to.isEmpty()) {
      show(files);
      return DONE;
    }
    return write(files, Path.of(to.get()).toAbsolutePath(), given.has("--force"), answers);
  }

  private int call(String name, Answers answers) {
    if (answers.way().isIsolator()) {
      throw new ConfigurationException(
          "--call: the operator API knows no plugins of volume/csi; an agent reads their files at"
              + " its start");
    }
    out.print(
        JsonText.of(
            AnswersReader.parsed("--call", name, OperatorCall::parse)
                .body(AgentJson.provider(answers))));
    return DONE;
  }

  private void show(List<AgentFile> files) {
    for (AgentFile file : files) {
      out.println("==> " + file.path() + " <==");
      out.println(file.text());
    }
    err.println("note: nothing was written; say --to DIR");
  }

  private int write(List<AgentFile> files, Path root, boolean force, Answers answers)
      throws IOException {
    var delivery = new Delivery(root, out::println);
    for (AgentFile file : files) {
      LostProfiles.remarks(file.path().toString(), delivery.before(file), file.text())
          .forEach(remark -> err.println("note: " + remark));
    }
    List<Path> differing = delivery.differing(files);
    if (!differing.isEmpty() && !force) {
      differing.forEach(
          file -> err.println("csi-scaleio: " + file + " is there and says something else"));
      err.println("csi-scaleio: nothing was written; look at them, then say --force");
      return FAILED;
    }
    delivery.write(files);
    new NextSteps(answers, root).lines().forEach(out::println);
    return DONE;
  }

  private int check(CommandArguments given) throws IOException {
    if (!given.operands().getFirst().equals("check") || given.operands().size() < 2) {
      throw new ConfigurationException(
          "'" + given.operands().getFirst() + "' is too much; there is check FILE...");
    }
    if (!given.settings().isEmpty()) {
      throw new ConfigurationException(given.settings().getFirst() + " says nothing to check");
    }
    MesosRelease release = AnswersReader.release(given);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : given.operands().subList(1, given.operands().size())) {
      texts.put(file, Files.readString(Path.of(file)));
    }
    var checks = new FileChecks(release);
    List<String> complaints = checks.complaints(texts);
    complaints.forEach(complaint -> out.println("wrong: " + complaint));
    checks.remarks(texts).forEach(remark -> out.println("note: " + remark));
    if (complaints.isEmpty()) {
      out.println("nothing is wrong for Mesos " + release);
    }
    return complaints.isEmpty() ? DONE : FAILED;
  }

  /** The command that makes the same files again. */
  private static String command(List<String> arguments) {
    var words = new ArrayList<>(List.of("csi-scaleio", "mesos-config"));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String flag = argument.split("=", 2)[0];
      if (!OF_THIS_RUN.contains(flag)) {
        words.add(
            argument.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? argument
                : "'" + argument.replace("'", "'\\''") + "'");
      } else if (VALUED.contains(flag) && !argument.contains("=")) {
        i++;
      }
    }
    return String.join(" ", words);
  }
}
