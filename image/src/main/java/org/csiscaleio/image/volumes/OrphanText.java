package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Orphans for people. */
final class OrphanText implements OrphanReport {
  private final PrintStream out;
  private final PrintStream err;

  OrphanText(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void list(Optional<String> system, List<Orphan> orphans) {
    system.ifPresent(id -> out.printf("System %s%n", id));
    if (orphans.isEmpty()) {
      out.println("Nothing was found that nobody owns.");
      return;
    }
    for (Orphan orphan : orphans) {
      out.printf(
          "%-8s  %s%s%n          %s%n",
          orphan.kind().word(),
          orphan.id(),
          orphan.name().isEmpty() ? "" : "  '" + orphan.name() + "'",
          orphan.why());
      orphan.keptBecause().ifPresent(why -> out.printf("          not removed here: %s%n", why));
    }
    out.printf(
        "To remove some: csi-scaleio volumes orphans%s --remove ID [--remove ID]... , with --yes to do"
            + " it.%n",
        system.map(id -> " --system " + id).orElse(""));
  }

  @Override
  public void notLookedAt(String system, String why) {
    out.printf("System %s%nwas not looked at: %s%n", system, why);
  }

  @Override
  public void wouldRemove(Orphan orphan) {
    out.printf("%s %s '%s': %s%n", orphan.kind().word(), orphan.id(), orphan.name(), orphan.why());
  }

  @Override
  public void stays(String id, String why) {
    err.printf("refused: %s stays: %s%n", id, why);
  }

  @Override
  public void nothingDone(boolean refused) {
    out.println(
        refused ? "Nothing was changed." : "Nothing was changed; say --yes to remove these.");
  }

  @Override
  public void removed(Orphan orphan) {
    out.printf("removed %s %s '%s'%n", orphan.kind().word(), orphan.id(), orphan.name());
  }

  @Override
  public void end() {}
}
