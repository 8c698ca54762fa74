package org.csiscaleio.emulator.model;

import java.util.List;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;

/**
 * An SDC as the MDM knows it.
 *
 * @param guid upper-case
 * @param ip empty: approved before it was ever seen
 * @param approved whether a restricted system lets it in
 * @param approvedIps the addresses from which a system that asks for that lets it in
 * @param linkDelayMillis of its host
 * @param linkFault of its host
 */
public record Sdc(
    long id,
    String guid,
    @Nullable String name,
    String ip,
    boolean approved,
    List<String> approvedIps,
    boolean connected,
    long linkDelayMillis,
    LinkFault linkFault) {
  public Sdc {
    approvedIps = List.copyOf(approvedIps);
  }

  Sdc withName(@Nullable String newName) {
    return new Sdc(
        id, guid, newName, ip, approved, approvedIps, connected, linkDelayMillis, linkFault);
  }

  Sdc withApproval(List<String> ips) {
    return new Sdc(id, guid, name, ip, true, ips, connected, linkDelayMillis, linkFault);
  }

  /** As it registers: from this address, with a healthy host. */
  Sdc registered(@Nullable String newName, String newIp, long newLinkDelayMillis) {
    return new Sdc(
        id,
        guid,
        newName == null ? name : newName,
        newIp,
        approved,
        approvedIps,
        true,
        newLinkDelayMillis,
        LinkFault.NONE);
  }
}
