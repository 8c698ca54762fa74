package org.csiscaleio.emulator.model;

/** What an SDC may do with a volume, by the API's names. */
public enum AccessMode {
  READ_WRITE("ReadWrite"),
  READ_ONLY("ReadOnly"),
  NO_ACCESS("NoAccess");

  private final String apiName;

  AccessMode(String apiName) {
    this.apiName = apiName;
  }

  public String apiName() {
    return apiName;
  }
}
