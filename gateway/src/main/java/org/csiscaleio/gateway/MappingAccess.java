package org.csiscaleio.gateway;

/** What an SDC may do with a mapped volume. Arrays before 3.0 only know READ_WRITE. */
public enum MappingAccess {
  READ_WRITE("ReadWrite"),
  READ_ONLY("ReadOnly"),
  NO_ACCESS("NoAccess");

  private final String wireName;

  MappingAccess(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
