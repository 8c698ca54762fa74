package org.csiscaleio.emulator.model;

/** What is set for the system as a whole. */
public record SystemSettings(SdcAdmission admission) {
  /** As installed. */
  public static final SystemSettings INSTALLED = new SystemSettings(SdcAdmission.NONE);
}
