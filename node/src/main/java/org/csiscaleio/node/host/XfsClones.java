package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an xfs that could only be mounted beside its twin by {@code nouuid} a UUID of its own. To
 * have been mounted has replayed its log, and to be unmounted makes it clean, also that of a
 * snapshot of a volume in use. Where it cannot be done, it stays as it is: {@code nouuid} works.
 */
final class XfsClones {
  private static final Logger LOG = LoggerFactory.getLogger(XfsClones.class);

  /** With less time left than this it is not begun: agents before Mesos 1.7 give 5 s in all. */
  private static final Duration LEAST = Duration.ofSeconds(3);

  /** Somebody else may hold the device for a moment, as udev does. */
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final XfsUuid uuid;

  XfsClones(Kernel kernel, Commands commands, BoundedCalls calls, DeviceHold hold) {
    this.kernel = kernel;
    this.calls = calls;
    this.uuid = new XfsUuid(kernel, commands, hold);
  }

  /**
   * Takes it off again and gives it a UUID, if that can be done.
   *
   * @param point where it was just mounted, for writing
   * @return whether it was taken off and has to be mounted anew, by whatever UUID it has then
   */
  boolean takenOff(Device device, Path point, Deadline deadline) {
    if (deadline.remaining().compareTo(LEAST) < 0 || !unmounted(device, point, deadline)) {
      return false;
    }
    try {
      var own = UUID.randomUUID();
      uuid.change(device, own, deadline.orAfter(PATIENCE));
      LOG.info("{} is a clone of what is mounted here; its UUID is {} from now on", device, own);
    } catch (Failure failure) {
      LOG.warn("{}", failure.message());
    }
    return true;
  }

  private boolean unmounted(Device device, Path point, Deadline deadline) {
    try {
      calls.ask(
          device.volume(),
          "reading " + device,
          deadline,
          () -> {
            requireChangeable(device);
            return Boolean.TRUE;
          });
      calls.change(
          device.volume(), "unmounting " + point, deadline, () -> kernel.unmount(point, false));
      return true;
    } catch (IOException e) {
      LOG.info("{} keeps its UUID: {}", device, e.getMessage());
    } catch (Failure failure) {
      if (failure.code() != Failure.Code.FAILED_PRECONDITION) {
        throw failure;
      }
      LOG.info("{}", failure.message());
    }
    return false;
  }

  private void requireChangeable(Device device) throws IOException {
    OpenDevice open = kernel.open(device.node(), false, false);
    try {
      uuid.requireChangeable(device, open);
    } finally {
      kernel.close(open);
    }
  }
}
