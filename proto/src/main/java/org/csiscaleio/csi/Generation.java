package org.csiscaleio.csi;

/** A generation of CSI: a package of its own on the wire, beside the others on one socket. */
public enum Generation {
  /** CSI 1.0 and later. */
  CSI_V1("csi.v1"),
  /** CSI 0.2 and 0.3. */
  CSI_V0("csi.v0"),
  /** CSI 0.1. */
  CSI("csi");

  private final String protoPackage;

  Generation(String protoPackage) {
    this.protoPackage = protoPackage;
  }

  /** The package its services are in, as in {@code /csi.v1.Identity/Probe}. */
  public String protoPackage() {
    return protoPackage;
  }
}
