package org.csiscaleio.emulator.model;

import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;

/** What a test changes about an SDC; null = leave it. */
public record SdcBehaviour(
    @Nullable Boolean connected,
    @Nullable Boolean approved,
    @Nullable Long linkDelayMillis,
    @Nullable LinkFault linkFault) {
  Sdc over(Sdc sdc) {
    return new Sdc(
        sdc.id(),
        sdc.guid(),
        sdc.name(),
        sdc.ip(),
        approved == null ? sdc.approved() : approved,
        sdc.approvedIps(),
        connected == null ? sdc.connected() : connected,
        linkDelayMillis == null ? sdc.linkDelayMillis() : linkDelayMillis,
        linkFault == null ? sdc.linkFault() : linkFault);
  }
}
