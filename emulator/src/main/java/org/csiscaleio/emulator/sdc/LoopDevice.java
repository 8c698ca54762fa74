package org.csiscaleio.emulator.sdc;

import java.nio.file.Path;

/**
 * A loop device over a volume's bytes, made for one SDC.
 *
 * @param number N of /dev/loopN. The kernel gives it to somebody else once the device is gone, so
 *     every change first asks the kernel whose it is now
 * @param tag whose it is; stored in the kernel
 * @param inode of the file below
 */
record LoopDevice(int number, DeviceTag tag, long inode) {
  Path path() {
    return Path.of("/dev/loop" + number);
  }
}
