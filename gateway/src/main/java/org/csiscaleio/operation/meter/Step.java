package org.csiscaleio.operation.meter;

/** What a host does for a volume, as far as it can take long. */
public enum Step {
  /** Waiting until the SDC shows a mapped volume's device, or its new size. */
  DEVICE_WAIT,
  /** mkfs. */
  FORMAT,
  /** e2fsck, or a look whether a formatting that was cut short is complete. */
  CHECK,
  /** Growing a file system to its device. */
  GROW,
  /** Mounting a file system. */
  MOUNT,
  /** Showing what is mounted, or a raw device, at one more path. */
  BIND,
  /** Taking mounts off, waiting for users included. */
  UNMOUNT
}
