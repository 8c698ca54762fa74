package org.csiscaleio.node.host;

import java.io.IOException;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;

/** What an error of the kernel means to the one who asked. */
final class HostFailures {
  private HostFailures() {}

  /**
   * The failure for an error of the kernel. Devices that do not answer, and things in use, may be
   * well later: UNAVAILABLE. What lies in the way, or a host that cannot do it, is
   * FAILED_PRECONDITION. The rest is our own mistake: INTERNAL.
   *
   * @param what what was to be done: {@code volume x cannot be mounted at y}
   */
  static Failure of(String what, IOException e) {
    return new Failure(code(e), what + ": " + e.getMessage(), e);
  }

  private static Code code(IOException e) {
    if (!(e instanceof ErrnoException kernel)) {
      return String.valueOf(e.getMessage()).contains("Input/output error")
          ? Code.UNAVAILABLE
          : Code.INTERNAL;
    }
    Errno errno = kernel.errno();
    if (errno.deviceDead() && errno != Errno.ENODEV) {
      return Code.UNAVAILABLE;
    }
    return switch (errno) {
      case EBUSY, EMFILE -> Code.UNAVAILABLE;
      case EINVAL,
          ENODEV,
          ENOENT,
          ENOTDIR,
          EISDIR,
          ENOTEMPTY,
          EEXIST,
          EROFS,
          EUCLEAN,
          ENOSPC,
          ELOOP,
          EXDEV,
          EPERM,
          EACCES ->
          Code.FAILED_PRECONDITION;
      default -> Code.INTERNAL;
    };
  }
}
