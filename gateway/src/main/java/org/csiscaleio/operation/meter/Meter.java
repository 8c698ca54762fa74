package org.csiscaleio.operation.meter;

/**
 * Is told what happened and what was seen. Telling costs next to nothing, never waits and never
 * fails: a meter must not become a reason for anything.
 */
@FunctionalInterface
public interface Meter {
  /** Nobody counts. */
  Meter NONE = new Nobody();

  /** Takes note; returns at once. */
  void note(Measurement measurement);

  /** Tells both. */
  default Meter and(Meter other) {
    return measurement -> {
      note(measurement);
      other.note(measurement);
    };
  }

  /** A class, because a lambda here would be linked at every start. */
  final class Nobody implements Meter {
    private Nobody() {}

    @Override
    public void note(Measurement measurement) {}
  }
}
