package org.csiscaleio.node.host;

import java.io.IOException;

/** The kernel refused a call. The message names the call, its object and the reason. */
public final class ErrnoException extends IOException {
  private final int number;

  /**
   * @param what the call and its object: {@code mount /dev/scinia at /mnt}
   * @param number errno
   */
  public ErrnoException(String what, int number) {
    super(what + ": " + Errno.words(number));
    this.number = number;
  }

  public Errno errno() {
    return Errno.of(number);
  }

  public boolean is(Errno errno) {
    return errno() == errno;
  }
}
