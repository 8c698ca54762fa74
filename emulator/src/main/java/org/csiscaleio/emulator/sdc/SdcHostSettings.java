package org.csiscaleio.emulator.sdc;

import java.nio.file.Path;
import java.util.List;

/**
 * What one SDC's host side is made from.
 *
 * @param systemId the array's id, 16 lower-case hexadecimal digits; part of every link's name
 * @param installationId the array's installation id, 16 lower-case hexadecimal digits
 * @param mdmIps the addresses that drv_cfg prints for the array's MDMs
 * @param sdcId the SDC's id in that array, 16 lower-case hexadecimal digits
 * @param guid the SDC's GUID, upper-case
 * @param byIdDirectory where emc-vol-... links appear; made when missing
 * @param drvCfg where the fake drv_cfg script is written
 * @param linkDelayMillis how long after a mapping its link appears
 */
public record SdcHostSettings(
    String systemId,
    String installationId,
    List<String> mdmIps,
    String sdcId,
    String guid,
    Path byIdDirectory,
    Path drvCfg,
    long linkDelayMillis) {
  public SdcHostSettings {
    mdmIps = List.copyOf(mdmIps);
  }
}
