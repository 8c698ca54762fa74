package org.csiscaleio.node.host;

import java.util.Arrays;

/** The kernel's error numbers that are met here, in words. The same on all of our architectures. */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or directory"),
  EIO(5, "input/output error"),
  ENXIO(6, "no such device or address"),
  EAGAIN(11, "resource temporarily unavailable"),
  EACCES(13, "permission denied"),
  EBUSY(16, "device or resource busy"),
  EEXIST(17, "file exists"),
  EXDEV(18, "leads out of the file system"),
  ENODEV(19, "no such device, or file system not known to this kernel"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "is a directory"),
  EINVAL(22, "invalid argument"),
  EMFILE(24, "too many open files"),
  ENOTTY(25, "not supported by this device"),
  ENOSPC(28, "no space left"),
  EROFS(30, "read-only file system"),
  ENAMETOOLONG(36, "name too long"),
  ENOSYS(38, "not supported by this kernel"),
  ENOTEMPTY(39, "directory not empty"),
  ELOOP(40, "too many symbolic links"),
  ENODATA(61, "no data"),
  ESTALE(116, "stale file handle"),
  EUCLEAN(117, "the file system's structure needs cleaning"),
  EREMOTEIO(121, "remote input/output error"),
  ENOMEDIUM(123, "no medium"),
  EOTHER(0, "unknown error");

  private final int number;
  private final String words;

  Errno(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** The error of that number; {@link #EOTHER} for one not listed. */
  public static Errno of(int number) {
    return Arrays.stream(values()).filter(e -> e.number == number).findFirst().orElse(EOTHER);
  }

  /** Number, name and meaning, for a message. */
  public static String words(int number) {
    Errno errno = of(number);
    return errno == EOTHER ? "error number " + number : errno.words + " (" + errno.name() + ")";
  }

  /** Whether it means that the device no longer answers, for good. */
  public boolean deviceDead() {
    return this == EIO || this == ENXIO || this == ENODEV || this == ENOMEDIUM || this == EREMOTEIO;
  }
}
