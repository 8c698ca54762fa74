package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.SubPath;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a directory of a volume in place of the whole. One that is missing is made where the file
 * system holds nothing else; among other files it would hide that the wrong name was asked for.
 */
final class VolumeDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeDirectories.class);

  private final BoundedCalls calls;

  VolumeDirectories(BoundedCalls calls) {
    this.calls = calls;
  }

  /**
   * Shows the directory.
   *
   * @param show shows it, or fails with ENOENT
   * @param make makes it, or fails with ENOTEMPTY
   */
  void show(
      Device device,
      SubPath within,
      Path at,
      boolean readOnly,
      Deadline deadline,
      BoundedCalls.Effect show,
      BoundedCalls.Effect make) {
    String what = "showing directory '" + within + "' of " + device + " at " + at;
    try {
      try {
        calls.change(device.volume(), what, deadline, show);
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT) || readOnly) {
          throw e;
        }
        calls.change(
            device.volume(), "making directory '" + within + "' of " + device, deadline, make);
        LOG.info("Directory '{}' was made in the file system of {}", within, device);
        calls.change(device.volume(), what, deadline, show);
      }
    } catch (ErrnoException e) {
      throw explained(device, within, what, e);
    } catch (IOException e) {
      throw HostFailures.of(what + " failed", e);
    }
  }

  private static Failure explained(Device device, SubPath within, String what, ErrnoException e) {
    String why =
        switch (e.errno()) {
          case ENOENT -> "there is no such directory, and a reader makes none";
          case ENOTEMPTY ->
              "there is no such directory, and it is made only where nothing else is: "
                  + e.getMessage()
                  + ". Is it called otherwise?";
          case ENOTDIR -> "what has that name is no directory";
          case ELOOP, EXDEV ->
              "a link is on the way, or a mount; a subPath leads through real directories only";
          case ENOSYS ->
              "this kernel is too old for subPath; it takes Linux 5.6, or 5.12 read-only";
          default -> "";
        };
    return why.isEmpty()
        ? HostFailures.of(what + " failed; the kernel's log (dmesg) may tell more", e)
        : new Failure(
            Failure.Code.FAILED_PRECONDITION,
            "volume " + device.volume() + " cannot be shown with subPath '" + within + "': " + why,
            e);
  }
}
