package org.csiscaleio.gateway;

/** What kind of volume the array holds. */
public enum VolumeType {
  THIN("ThinProvisioned"),
  THICK("ThickProvisioned"),
  SNAPSHOT("Snapshot"),
  /** A kind newer than this program. Never created, and compared unequal to what we create. */
  OTHER("");

  private final String wireName;

  VolumeType(String wireName) {
    this.wireName = wireName;
  }

  /** The API's own word for it. */
  public String wireName() {
    return wireName;
  }

  /** The kind of that name, OTHER when unknown. */
  public static VolumeType ofWireName(String wireName) {
    for (VolumeType type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return OTHER;
  }
}
