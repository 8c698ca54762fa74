package org.csiscaleio.emulator.model;

/** Where changes are written before they count. */
public interface ChangeLog {
  /** Forgets everything: an array that lives as long as its process. */
  ChangeLog NONE = (change, tables) -> {};

  /**
   * Writes the change so that it survives the process, before it is applied.
   *
   * @param tables the array without the change
   * @throws java.io.UncheckedIOException when it cannot be written; the change is then abandoned
   */
  void append(Change change, ArrayTables tables);
}
