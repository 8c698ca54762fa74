package org.csiscaleio.node.rpc;

import java.time.Duration;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.operation.Deadline;

/**
 * How long calls may take.
 *
 * @param unsaid for calls that came without a deadline
 */
record CallLimit(Duration unsaid) {
  /** Mesos 1.7 and later wait so long. */
  static final CallLimit DEFAULT = new CallLimit(Duration.ofSeconds(60));

  /** When the current call must have been answered. */
  Deadline deadline() {
    return Deadline.after(Unary.timeLeft(unsaid));
  }
}
