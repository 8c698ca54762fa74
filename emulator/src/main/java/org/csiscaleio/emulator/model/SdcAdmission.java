package org.csiscaleio.emulator.model;

/** Which SDCs a system lets in. */
public enum SdcAdmission {
  /** Whoever registers. */
  NONE("None"),
  /** Those whose GUID was approved. */
  GUID("Guid"),
  /** Those whose GUID was approved, from the addresses that were approved. */
  APPROVED_IP("ApprovedIp");

  private final String apiName;

  SdcAdmission(String apiName) {
    this.apiName = apiName;
  }

  public String apiName() {
    return apiName;
  }

  /** Whether an SDC that nobody approved yet is one that may be used. */
  boolean approvesNewcomers() {
    return this == NONE;
  }

  /** Whether volumes may be mapped to the SDC. */
  public boolean admits(Sdc sdc) {
    return switch (this) {
      case NONE -> true;
      case GUID -> sdc.approved();
      case APPROVED_IP -> sdc.approved() && sdc.approvedIps().contains(sdc.ip());
    };
  }
}
