package org.csiscaleio.emulator.sdc;

/** How the by-id links of an SDC misbehave, for volumes mapped from now on. */
public enum LinkFault {
  /** The link appears and leads to the volume's device. */
  NONE,
  /** The link never appears. */
  MISSING,
  /** The link appears and leads to no device. */
  DANGLING,
  /** The link appears and leads to a device that is not the volume's. */
  WRONG_DEVICE
}
