package org.csiscaleio.gateway;

/**
 * A ScaleIO data client, that is: a host, as the array knows it.
 *
 * @param id 16 hex digits, differs per system
 * @param guid upper-case, the same in every system; the CSI node id
 * @param name empty when the array has none
 * @param ip empty when unknown
 * @param approved false only in restricted SDC mode
 * @param connected false only when the array says that the MDM has no connection to it now
 */
public record Sdc(
    String id, String guid, String name, String ip, boolean approved, boolean connected) {

  /** What an operator recognises it by: name, address and GUID as far as known. */
  public String describe() {
    var text = new StringBuilder("SDC ").append(id);
    if (!name.isEmpty()) {
      text.append(" '").append(name).append('\'');
    }
    if (!ip.isEmpty()) {
      text.append(" at ").append(ip);
    }
    return text.append(" (GUID ").append(guid).append(')').toString();
  }
}
