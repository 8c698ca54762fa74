package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.SdcAdmission;
import tools.jackson.core.JsonGenerator;

/** The system: one object, mostly about its MDMs. */
final class SystemJson {
  private final ArrayServices services;

  SystemJson(ArrayServices services) {
    this.services = services;
  }

  void write(JsonGenerator json, SdcAdmission admission) {
    ApiVersion version = services.version();
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(services.systemId()));
    json.writeStringProperty("name", services.systemName());
    json.writeStringProperty("installId", ObjectId.text(services.installationId()));
    json.writeStringProperty("swid", "");
    json.writeStringProperty("systemVersionName", version.productName());
    json.writeStringProperty("upgradeState", "NoUpgrade");
    json.writeNumberProperty("daysInstalled", 16);
    json.writeStringProperty("maxCapacityInGb", "Unlimited");
    json.writeStringProperty("capacityTimeLeftInDays", "Unlimited");
    json.writeBooleanProperty("enterpriseFeaturesEnabled", true);
    json.writeBooleanProperty("isInitialLicense", true);
    json.writeNumberProperty("capacityAlertHighThresholdPercent", 80);
    json.writeNumberProperty("capacityAlertCriticalThresholdPercent", 90);
    json.writeBooleanProperty("restrictedSdcModeEnabled", admission != SdcAdmission.NONE);
    json.writeStringProperty("restrictedSdcMode", admission.apiName());
    json.writeBooleanProperty("showGuid", true);
    json.writeBooleanProperty("defaultIsVolumeObfuscated", false);
    json.writeBooleanProperty("remoteReadOnlyLimitState", false);
    json.writeBooleanProperty("cliPasswordAllowed", true);
    json.writeBooleanProperty("managementClientSecureCommunicationEnabled", true);
    json.writeStringProperty("tlsVersion", "TLSv1.2");
    json.writeStringProperty("authenticationMethod", "Native");
    json.writeNumberProperty("mdmManagementPort", 6611);
    json.writeStringProperty("mdmToSdsPolicy", "Authentication");
    json.writeStringProperty("perfProfile", "Default");
    json.writeName("mdmCluster");
    cluster(json);
    connectivity(json);
    counters(json);
    var links =
        Links.of(json, "System", services.systemId())
            .relation("Statistics")
            .relation("ProtectionDomain")
            .relation("Sdc")
            .relation("User");
    links.end();
    json.writeEndObject();
  }

  /** The MDM cluster; its id is the system's as an unsigned decimal number. */
  void cluster(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", Long.toUnsignedString(services.systemId()));
    json.writeStringProperty("name", services.systemName());
    json.writeStringProperty("clusterState", "ClusteredNormal");
    json.writeStringProperty("clusterMode", "ThreeNodes");
    json.writeNumberProperty("goodNodesNum", 3);
    json.writeNumberProperty("goodReplicasNum", 2);
    json.writeName("master");
    member(json, 0, "Manager1", "Manager");
    json.writeArrayPropertyStart("slaves");
    member(json, 1, "Manager2", "Manager");
    json.writeEndArray();
    json.writeArrayPropertyStart("tieBreakers");
    member(json, 2, "TB1", "TieBreaker");
    json.writeEndArray();
    json.writeEndObject();
  }

  private void member(JsonGenerator json, int number, String name, String role) {
    String ip = "192.0.2." + (10 + number);
    long idBits = services.installationId() * (number + 3);
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text((idBits & 0x7fffffffffffff00L) | number));
    json.writeStringProperty("name", name);
    json.writeStringProperty("role", role);
    if (number > 0) {
      json.writeStringProperty("status", "Normal");
    }
    json.writeNumberProperty("port", 9011);
    for (String property : new String[] {"ips", "managementIPs"}) {
      json.writeArrayPropertyStart(property);
      json.writeString(ip);
      json.writeEndArray();
    }
    json.writeArrayPropertyStart("virtualInterfaces");
    json.writeEndArray();
    json.writeStringProperty("versionInfo", services.version().softwareVersion());
    json.writeStringProperty("opensslVersion", number == 0 ? "OpenSSL 1.0.2k" : "N/A");
    json.writeEndObject();
  }

  private static void connectivity(JsonGenerator json) {
    json.writeObjectPropertyStart("sdcSdsConnectivityInfo");
    json.writeStringProperty("sdcSdsConnectivityStatus", "AllConnected");
    for (String what : new String[] {"SdcId", "SdcName", "SdsId", "SdsName", "SdsIp"}) {
      json.writeNullProperty("disconnected" + what);
    }
    json.writeEndObject();
  }

  private static void counters(JsonGenerator json) {
    for (String what :
        new String[] {
          "sdcMdmNetworkDisconnections", "sdcSdsNetworkDisconnections",
          "sdcMemoryAllocationFailures", "sdcSocketAllocationFailures"
        }) {
      json.writeObjectPropertyStart(what + "CounterParameters");
      int seconds = 60;
      for (String window : new String[] {"short", "medium", "long"}) {
        json.writeObjectPropertyStart(window + "Window");
        json.writeNumberProperty("threshold", 300);
        json.writeNumberProperty("windowSizeInSec", seconds);
        json.writeEndObject();
        seconds *= 60;
      }
      json.writeEndObject();
    }
  }
}
