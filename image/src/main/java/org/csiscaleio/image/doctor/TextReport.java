package org.csiscaleio.image.doctor;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;

/** For people: a line for each finding, another with what to do. */
final class TextReport implements Report {
  /** Back to the line's beginning, and the rest of it empty. */
  private static final String WIPE = "\r\033[K";

  private final PrintStream out;
  private final PrintStream progress;
  private final boolean terminal;
  private final UnaryOperator<String> redaction;
  private String heading = "";

  /**
   * @param progress where it is shown what is waited for
   * @param terminal whether it is to be shown
   */
  TextReport(
      PrintStream out, PrintStream progress, boolean terminal, UnaryOperator<String> redaction) {
    this.out = out;
    this.progress = progress;
    this.terminal = terminal;
    this.redaction = redaction;
  }

  @Override
  public void waitingFor(Check check) {
    if (terminal) {
      progress.print(WIPE + "  ... " + harmless(check.heading() + ": " + check.about()));
      progress.flush();
    }
  }

  @Override
  public void add(Check check, List<Finding> findings) {
    wipe();
    if (!check.heading().equals(heading)) {
      out.println((heading.isEmpty() ? "" : System.lineSeparator()) + harmless(check.heading()));
      heading = check.heading();
    }
    for (Finding finding : findings) {
      String level = "%-4s".formatted(finding.level().name().toLowerCase(Locale.ROOT));
      out.println("  " + level + "  " + harmless(finding.part() + ": " + finding.seen()));
      if (!finding.advice().isEmpty()) {
        out.println("        -> " + harmless(finding.advice()));
      }
    }
    out.flush();
  }

  @Override
  public void end(Tally tally) {
    wipe();
    out.println();
    out.println(
        "%d ok, %s, %s, %d not looked at"
            .formatted(
                tally.of(Level.OK),
                counted(tally.of(Level.WARN), "warning"),
                counted(tally.of(Level.FAIL), "failure"),
                tally.of(Level.SKIP)));
    out.flush();
  }

  private static String counted(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private void wipe() {
    if (terminal) {
      progress.print(WIPE);
      progress.flush();
    }
  }

  private String harmless(String text) {
    return Redaction.harmless(redaction, text);
  }
}
