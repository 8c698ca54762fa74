package org.csiscaleio.emulator.model;

import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;

/**
 * An SDC as the MDM knows it.
 *
 * @param guid upper-case
 * @param approved whether a restricted system lets it in
 * @param linkDelayMillis of its host
 * @param linkFault of its host
 */
public record Sdc(
    long id,
    String guid,
    @Nullable String name,
    String ip,
    boolean approved,
    boolean connected,
    long linkDelayMillis,
    LinkFault linkFault) {
  Sdc withName(@Nullable String newName) {
    return new Sdc(id, guid, newName, ip, approved, connected, linkDelayMillis, linkFault);
  }
}
