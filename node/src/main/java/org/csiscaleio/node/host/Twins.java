package org.csiscaleio.node.host;

import java.io.IOException;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts also when a file system of the same UUID is in use here: the source of this clone, or
 * another clone of it. ext does not mind. xfs refuses unless told not to compare; {@link XfsClones}
 * gives it a UUID of its own. btrfs gives the second one an identity of its own since Linux 6.7,
 * and refuses before.
 */
final class Twins {
  private static final Logger LOG = LoggerFactory.getLogger(Twins.class);

  /** One way to have the kernel mount it. */
  @FunctionalInterface
  interface Attempt {
    void with(MountOptions options) throws IOException;
  }

  private Twins() {}

  /**
   * Mounts with the options, and with more if twins are in the way.
   *
   * @param type the kernel's word for the file system
   * @return whether more were needed
   * @throws IOException the kernel's answer to the first attempt
   * @throws Failure FAILED_PRECONDITION when this kernel cannot have both
   */
  static boolean mount(Device device, String type, MountOptions options, Attempt attempt)
      throws IOException {
    try {
      attempt.with(options);
      return false;
    } catch (ErrnoException e) {
      if (type.equals(FileSystemType.XFS.word()) && e.is(Errno.EINVAL)) {
        mountWithoutComparing(device, options.withData("nouuid"), attempt, e);
        return true;
      } else if (type.equals(FileSystemType.BTRFS.word()) && e.is(Errno.EEXIST)) {
        throw Failure.precondition(
            device
                + " cannot be mounted beside its source or another clone of it: both are btrfs with"
                + " the same UUID, and this kernel takes only one of them at a time (those of 6.7"
                + " and later take both). Publish it on another node, unpublish the other one here,"
                + " or give it a UUID of its own with btrfstune -m while it is not published");
      } else {
        throw e;
      }
    }
  }

  private static void mountWithoutComparing(
      Device device, MountOptions options, Attempt attempt, ErrnoException refusal)
      throws IOException {
    try {
      attempt.with(options);
    } catch (ErrnoException again) {
      // The directory in it may be missing; else the UUID was not the reason.
      throw again.is(Errno.EINVAL) ? refusal : again;
    }
    LOG.info("{} is a clone of what is mounted here already; mounted with nouuid", device);
  }
}
