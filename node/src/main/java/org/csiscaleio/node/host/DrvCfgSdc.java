package org.csiscaleio.node.host;

import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** The SDC asked through its command-line tool. */
final class DrvCfgSdc implements Sdc {
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

  @Override
  public Set<String> systems(Deadline deadline) {
    return KnownMdms.in(run("--query_mdms", deadline)).stream()
        .map(KnownMdms::systemId)
        .collect(toCollection(TreeSet::new));
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
