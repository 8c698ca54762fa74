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

  /** The access of that name; READ_WRITE when it is unknown or empty, as before 3.0. */
  public static MappingAccess ofWireName(String wireName) {
    for (MappingAccess access : values()) {
      if (access.wireName.equals(wireName)) {
        return access;
      }
    }
    return READ_WRITE;
  }
}
