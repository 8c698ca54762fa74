package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.Sdc;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** An SDC as a release shows it. */
final class SdcJson {
  private final ApiVersion version;
  private final long systemId;

  SdcJson(ApiVersion version, long systemId) {
    this.version = version;
    this.systemId = systemId;
  }

  /** Since 3.6 the address of an SDC that is away is not told. */
  static @Nullable String ip(ApiVersion version, Sdc sdc) {
    if (!sdc.connected() && version.atLeast(3, 6)) {
      return "N/A";
    }
    return sdc.ip().isEmpty() ? null : sdc.ip();
  }

  void write(JsonGenerator json, Sdc sdc) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(sdc.id()));
    json.writeStringProperty("systemId", ObjectId.text(systemId));
    json.writeStringProperty("sdcGuid", sdc.guid());
    json.writeStringProperty("sdcIp", ip(version, sdc));
    json.writeStringProperty("name", sdc.name());
    json.writeBooleanProperty("sdcApproved", sdc.approved());
    json.writeArrayPropertyStart("sdcApprovedIps");
    sdc.approvedIps().forEach(json::writeString);
    json.writeEndArray();
    json.writeStringProperty("mdmConnectionState", sdc.connected() ? "Connected" : "Disconnected");
    json.writeStringProperty("osType", "Linux");
    json.writeStringProperty("kernelVersion", "4.15.18");
    json.writeNullProperty("kernelBuildNumber");
    json.writeStringProperty("perfProfile", "Default");
    json.writeStringProperty("versionInfo", version.softwareVersion());
    json.writeStringProperty("softwareVersionInfo", version.softwareVersion());
    json.writeStringProperty("installedSoftwareVersionInfo", version.softwareVersion());
    json.writeNullProperty("memoryAllocationFailure");
    json.writeNullProperty("socketAllocationFailure");
    if (version.atLeast(3, 6)) {
      since36(json, sdc);
    }
    if (version.atLeast(4, 0)) {
      json.writeStringProperty("hostType", "SdcHost");
      json.writeNullProperty("nqn");
    }
    Links.of(json, "Sdc", sdc.id())
        .relation("Statistics")
        .relation("Volume")
        .parent("systemId", "System", systemId)
        .end();
    json.writeEndObject();
  }

  private static void since36(JsonGenerator json, Sdc sdc) {
    if (sdc.connected()) {
      json.writeArrayPropertyStart("sdcIps");
      json.writeString(sdc.ip());
      json.writeEndArray();
    } else {
      json.writeNullProperty("sdcIps");
    }
    json.writeStringProperty("sdcType", "AppSdc");
    json.writeNullProperty("peerMdmId");
    json.writeNullProperty("sdrId");
  }
}
