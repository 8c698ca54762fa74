package org.csiscaleio.node.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** The SDC asked through its command-line tool. */
final class DrvCfgSdc implements Sdc {
  private static final Pattern MDM = Pattern.compile("MDM-ID ([0-9a-fA-F]{16}) ");

  private final Commands commands;
  private final Path program;

  DrvCfgSdc(Commands commands, Path program) {
    this.commands = commands;
    this.program = program;
  }

  @Override
  public String guid(Deadline deadline) {
    return Guid.in(run("--query_guid", deadline), program + " --query_guid");
  }

  /** A line for each: {@code MDM-ID 3ef46cbf2aaf5d0f SDC ID 6b18479c00000003 …}. */
  @Override
  public Set<String> systems(Deadline deadline) {
    var systems = new TreeSet<String>();
    Matcher lines = MDM.matcher(run("--query_mdms", deadline));
    while (lines.find()) {
      systems.add(lines.group(1).toLowerCase(Locale.ROOT));
    }
    return systems;
  }

  /** What it prints differs by version; its exit code tells. */
  @Override
  public void rescan(Deadline deadline) {
    run("--rescan", deadline);
  }

  private String run(String argument, Deadline deadline) {
    Commands.Ended ended = commands.run(List.of(program.toString(), argument), deadline);
    if (!ended.ok()) {
      throw Failure.unavailable(program + " " + argument + " failed: " + ended.words());
    }
    return ended.output();
  }
}
