package org.csiscaleio.image.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;

/** How many findings there are of each level; counts what it passes on. */
final class Tally implements Report {
  private final Report behind;
  private final Map<Level, Integer> counts = new EnumMap<>(Level.class);

  Tally(Report behind) {
    this.behind = behind;
  }

  int of(Level level) {
    return counts.getOrDefault(level, 0);
  }

  /** The worst there is, where nothing looked at counts as well. */
  Level worst() {
    return of(Level.FAIL) > 0 ? Level.FAIL : of(Level.WARN) > 0 ? Level.WARN : Level.OK;
  }

  @Override
  public void waitingFor(Check check) {
    behind.waitingFor(check);
  }

  @Override
  public void add(Check check, List<Finding> findings) {
    findings.forEach(finding -> counts.merge(finding.level(), 1, Integer::sum));
    behind.add(check, findings);
  }

  @Override
  public void end(Tally tally) {
    behind.end(tally);
  }
}
