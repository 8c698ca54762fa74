package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

/**
 * Something that is wrong with a volume, as the array or a node sees it.
 *
 * @param reason for programs: one word in CamelCase, the same for the same trouble
 * @param message for people: what was seen, and what to do
 */
public record VolumeTrouble(Severity severity, String reason, String message) {
  /** How bad it is; as csi.v1's VolumeHealthErrorType tells it. */
  public enum Severity {
    /** It can be used, with less than it should have. */
    DEGRADED,
    /** It cannot be used now. */
    INACCESSIBLE,
    /** Some of what was written is gone. */
    DATA_LOSS
  }

  public VolumeTrouble {
    requireNonNull(severity, "severity is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
  }

  /** The volume cannot be used now. */
  public static VolumeTrouble inaccessible(String reason, String message) {
    return new VolumeTrouble(Severity.INACCESSIBLE, reason, message);
  }

  /** The volume can be used, with less than it should have. */
  public static VolumeTrouble degraded(String reason, String message) {
    return new VolumeTrouble(Severity.DEGRADED, reason, message);
  }

  /** Whether nothing can be read from the volume while it lasts. */
  public boolean isOutage() {
    return severity != Severity.DEGRADED;
  }
}
