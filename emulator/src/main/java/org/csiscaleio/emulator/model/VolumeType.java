package org.csiscaleio.emulator.model;

/** How a volume takes its space, by the API's names. */
public enum VolumeType {
  THIN("ThinProvisioned"),
  THICK("ThickProvisioned"),
  SNAPSHOT("Snapshot");

  private final String apiName;

  VolumeType(String apiName) {
    this.apiName = apiName;
  }

  public String apiName() {
    return apiName;
  }
}
