package org.csiscaleio.gateway.json;

import java.util.Locale;
import java.util.Optional;
import org.csiscaleio.gateway.Sdc;

/** Reads a host of the array's SDC list. */
public final class SdcReader {
  private String id = "";
  private String guid = "";
  private String name = "";
  private String ip = "";
  private String firstOfIps = "";
  private boolean approved = true;
  private boolean connected = true;

  private SdcReader() {}

  /** The SDC at hand; empty for what has no GUID, such as an NVMe host of 4.x. */
  public static Optional<Sdc> read(JsonInput in) {
    var reader = new SdcReader();
    in.object(reader::field);
    return reader.sdc();
  }

  private void field(String field, JsonInput in) {
    switch (field) {
      case "id" -> id = in.text();
      case "sdcGuid" -> guid = in.text().toUpperCase(Locale.ROOT);
      case "name" -> name = in.text();
      case "sdcIp" -> ip = in.text();
      case "sdcIps" -> in.array(() -> firstOfIps = firstOfIps.isEmpty() ? in.text() : firstOfIps);
      case "sdcApproved" -> approved = in.flag(true);
      // A host may be robbed of its volumes when it is gone: that has to be said, in that word.
      case "mdmConnectionState" -> connected = !in.text().equals("Disconnected");
      default -> {}
    }
  }

  private Optional<Sdc> sdc() {
    if (guid.isEmpty()) {
      return Optional.empty();
    }
    if (id.isEmpty()) {
      throw new MalformedAnswer("SDC " + guid + " in the answer has no id");
    }
    return Optional.of(new Sdc(id, guid, name, address(), approved, connected));
  }

  /** 3.6 says "N/A" for the address of a disconnected SDC; newer releases send a list. */
  private String address() {
    if (!ip.isEmpty() && !ip.equals("N/A")) {
      return ip;
    }
    return firstOfIps.equals("N/A") ? "" : firstOfIps;
  }
}
