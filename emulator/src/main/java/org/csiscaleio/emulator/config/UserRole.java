package org.csiscaleio.emulator.config;

/** What a user of the MDM may do. */
public enum UserRole {
  /** Look. */
  MONITOR("Monitor", false),
  /** Everything but users and their passwords. */
  CONFIGURE("Configure", true),
  /** Volumes, mappings, SDCs. */
  FRONTEND_CONFIGURE("FrontendConfigure", true),
  /** Pools and devices, hence no volumes. */
  BACKEND_CONFIGURE("BackendConfigure", false),
  ADMINISTRATOR("Administrator", true);

  private final String apiName;
  private final boolean changesVolumes;

  UserRole(String apiName, boolean changesVolumes) {
    this.apiName = apiName;
    this.changesVolumes = changesVolumes;
  }

  public String apiName() {
    return apiName;
  }

  /** Whether the role may make, change and map volumes. */
  public boolean changesVolumes() {
    return changesVolumes;
  }
}
