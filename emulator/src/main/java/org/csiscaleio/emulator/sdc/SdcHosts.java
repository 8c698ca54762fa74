package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * All hosts that have SDCs of this array, and the bytes of its volumes. Called by the array's model
 * one call at a time; like {@link SdcHost}, no call waits long for the kernel, except {@link
 * #close}.
 */
public interface SdcHosts extends AutoCloseable {

  /** The host side of one SDC; at most once for a GUID. */
  SdcHost open(SdcHostSettings settings);

  /**
   * Called once at start, when every existing mapping has been told to the hosts: devices that an
   * earlier run left over and that are mapped no more go.
   */
  void restored();

  /** The volume was removed from the array: its bytes go. It is mapped nowhere. */
  void volumeRemoved(String volumeId);

  /**
   * Called once at start, before anything else: bytes of volumes that do not exist go, and copies
   * that were begun for volumes that do exist are ended.
   */
  void recover(Predicate<String> volumeExists);

  /**
   * What the source holds at this moment is kept for a new volume (snapshot), which is not known
   * yet. May take as long as copying takes, so that the copy is of this moment.
   *
   * @throws java.io.UncheckedIOException when it cannot be copied
   */
  void volumeCopyBegun(String sourceVolumeId, String newVolumeId);

  /** The new volume is known: it holds what was kept for it. */
  void volumeCopyEnded(String newVolumeId);

  /**
   * The target holds from now on what the source holds at this moment (restore). May take as long
   * as copying takes, so that the copy is of this moment.
   */
  void volumeCopied(String sourceVolumeId, String targetVolumeId);

  /** Ends the host sides; devices are detached unless they are to be kept. */
  @Override
  void close();

  /**
   * Hosts whose volumes are loop devices.
   *
   * @param volumesFolder holds one sparse file per volume, {@code <volume id>.img}; made if missing
   * @param keepDevices {@link #close} leaves devices and links, for the next start to take over
   * @throws IOException when the folder cannot be made or the machine has no loop devices
   */
  static SdcHosts withLoopDevices(Path volumesFolder, boolean keepDevices) throws IOException {
    return new LoopHosts(volumesFolder, keepDevices);
  }

  /** Hosts without devices: mappings are known to the array and nowhere else. */
  static SdcHosts withoutDevices() {
    return new HostsWithoutDevices();
  }
}
