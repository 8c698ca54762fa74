package org.csiscaleio.node.host;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator can say about the machine.
 *
 * @param byIdDirectory where the SDC's device links appear: {@code emc-vol-<system>-<volume>}; it
 *     need not exist
 * @param deviceWait how long a device may take to appear, within a call's deadline
 * @param sdcDevice the SDC driver's control device
 * @param drvCfg the SDC's command-line tool
 * @param sdcGuid the SDC's GUID, for when neither can be asked
 * @param check whether file systems are checked before they are mounted
 */
public record HostSettings(
    Path byIdDirectory,
    Duration deviceWait,
    Path sdcDevice,
    Path drvCfg,
    Optional<String> sdcGuid,
    CheckPolicy check) {
  public HostSettings {
    requireNonNull(byIdDirectory, "byIdDirectory is null");
    requireNonNull(deviceWait, "deviceWait is null");
    requireNonNull(sdcDevice, "sdcDevice is null");
    requireNonNull(drvCfg, "drvCfg is null");
    requireNonNull(sdcGuid, "sdcGuid is null");
    requireNonNull(check, "check is null");
    if (deviceWait.isNegative()) {
      throw new IllegalArgumentException("deviceWait is " + deviceWait + "; it is 0 or more");
    }
  }

  /** Whether file systems are checked before they are mounted. */
  public enum CheckPolicy {
    /** ext4 and ext3 by {@code e2fsck -p}; xfs and btrfs recover in the kernel. */
    AUTO,
    /** Never. */
    OFF
  }

  /** Where an installed SDC has everything; 30 s for a device; checks on. */
  public static HostSettings defaults() {
    return new HostSettings(
        Path.of("/dev/disk/by-id"),
        Duration.ofSeconds(30),
        Path.of("/dev/scini"),
        Path.of("/opt/emc/scaleio/sdc/bin/drv_cfg"),
        Optional.empty(),
        CheckPolicy.AUTO);
  }

  public HostSettings withByIdDirectory(Path directory) {
    return new HostSettings(directory, deviceWait, sdcDevice, drvCfg, sdcGuid, check);
  }

  public HostSettings withDeviceWait(Duration wait) {
    return new HostSettings(byIdDirectory, wait, sdcDevice, drvCfg, sdcGuid, check);
  }

  public HostSettings withSdcDevice(Path device) {
    return new HostSettings(byIdDirectory, deviceWait, device, drvCfg, sdcGuid, check);
  }

  public HostSettings withDrvCfg(Path program) {
    return new HostSettings(byIdDirectory, deviceWait, sdcDevice, program, sdcGuid, check);
  }

  public HostSettings withSdcGuid(String guid) {
    return new HostSettings(byIdDirectory, deviceWait, sdcDevice, drvCfg, Optional.of(guid), check);
  }

  public HostSettings withCheck(CheckPolicy policy) {
    return new HostSettings(byIdDirectory, deviceWait, sdcDevice, drvCfg, sdcGuid, policy);
  }
}
