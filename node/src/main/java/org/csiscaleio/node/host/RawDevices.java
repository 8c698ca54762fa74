package org.csiscaleio.node.host;

import java.io.IOException;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Devices handed out raw. A mount option does not keep anybody from writing to a device node, so a
 * reader's device refuses writes itself; the next writer's takes them again.
 */
final class RawDevices {
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Mounts mounts;
  private final Formatter formatter;

  RawDevices(Kernel kernel, BoundedCalls calls, Mounts mounts, Formatter formatter) {
    this.kernel = kernel;
    this.calls = calls;
    this.mounts = mounts;
    this.formatter = formatter;
  }

  /** Makes the device fit to be shown raw; nothing to do when it is shown somewhere already. */
  void prepare(Device device, boolean readOnly, Deadline deadline) {
    if (!mounts.shown(device, deadline).isEmpty()) {
      return;
    }
    if (readOnly) {
      setReadOnly(device, true, deadline);
    } else {
      makeWritable(device, deadline);
      formatter.clearUnfinished(device, deadline);
    }
  }

  /**
   * Has the device take writes.
   *
   * @throws Failure FAILED_PRECONDITION when it is mapped read-only
   */
  void makeWritable(Device device, Deadline deadline) {
    if (setReadOnly(device, false, deadline)) {
      throw Failure.precondition(
          device + " refuses writes: the volume is mapped read-only to this node");
    }
  }

  /** Tells whether the device refuses writes in the end. */
  private boolean setReadOnly(Device device, boolean readOnly, Deadline deadline) {
    try {
      return calls.changeAndAsk(
          device.volume(),
          "setting whether " + device + " takes writes",
          deadline,
          () -> {
            OpenDevice open = kernel.open(device.node(), false, false);
            try {
              if (kernel.readOnly(open) != readOnly) {
                kernel.setReadOnly(open, readOnly);
              }
              return kernel.readOnly(open);
            } finally {
              kernel.close(open);
            }
          });
    } catch (IOException e) {
      throw HostFailures.of("whether " + device + " takes writes cannot be set", e);
    }
  }
}
