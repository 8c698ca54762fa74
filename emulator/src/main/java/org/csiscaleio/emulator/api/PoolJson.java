package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.StoragePool;
import tools.jackson.core.JsonGenerator;

/** A storage pool as a release shows it. */
final class PoolJson {
  private final ApiVersion version;

  PoolJson(ApiVersion version) {
    this.version = version;
  }

  void write(JsonGenerator json, StoragePool pool) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(pool.id()));
    json.writeStringProperty("name", pool.name());
    json.writeStringProperty("protectionDomainId", ObjectId.text(pool.domainId()));
    json.writeNumberProperty("sparePercentage", pool.sparePercent());
    json.writeBooleanProperty("zeroPaddingEnabled", pool.zeroPadding());
    json.writeBooleanProperty("useRmcache", false);
    json.writeBooleanProperty("useRfcache", false);
    json.writeStringProperty("rmcacheWriteHandlingMode", "Cached");
    json.writeBooleanProperty("checksumEnabled", false);
    json.writeNumberProperty("capacityAlertHighThreshold", pool.highThreshold());
    json.writeNumberProperty("capacityAlertCriticalThreshold", pool.criticalThreshold());
    json.writeBooleanProperty("rebuildEnabled", true);
    json.writeBooleanProperty("rebalanceEnabled", true);
    json.writeNumberProperty("numOfParallelRebuildRebalanceJobsPerDevice", 2);
    ioPriority(json, "rebuildIoPriority", "limitNumOfConcurrentIos");
    ioPriority(json, "rebalanceIoPriority", "favorAppIos");
    json.writeStringProperty("backgroundScannerMode", "Disabled");
    json.writeNumberProperty("backgroundScannerBWLimitKBps", 0);
    if (version.atLeast(3, 0)) {
      since3(json);
    }
    var links =
        Links.of(json, "StoragePool", pool.id())
            .relation("Statistics")
            .relation("Volume")
            .relation("Device")
            .relation("VTree");
    if (version.atLeast(3, 0)) {
      links.relation("SpSds");
    }
    links.parent("protectionDomainId", "ProtectionDomain", pool.domainId()).end();
    json.writeEndObject();
  }

  private static void ioPriority(JsonGenerator json, String prefix, String policy) {
    json.writeStringProperty(prefix + "Policy", policy);
    json.writeNumberProperty(prefix + "NumOfConcurrentIosPerDevice", 1);
    json.writeNumberProperty(prefix + "BwLimitPerDeviceInKbps", 10240);
    json.writeNullProperty(prefix + "AppIopsPerDeviceThreshold");
    json.writeNullProperty(prefix + "AppBwPerDeviceThresholdInKbps");
    json.writeNullProperty(prefix + "QuietPeriodInMsec");
  }

  private void since3(JsonGenerator json) {
    json.writeStringProperty("mediaType", "HDD");
    json.writeStringProperty("dataLayout", "MediumGranularity");
    json.writeStringProperty("compressionMethod", "Invalid");
    json.writeStringProperty("externalAccelerationType", "None");
    json.writeStringProperty("addressSpaceUsage", "Normal");
    json.writeStringProperty("addressSpaceUsageType", "DeviceCapacityLimit");
    json.writeStringProperty("capacityUsageState", "Normal");
    json.writeStringProperty("capacityUsageType", "NetCapacity");
    json.writeBooleanProperty("fragmentationEnabled", true);
    json.writeBooleanProperty("persistentChecksumEnabled", true);
    json.writeStringProperty("persistentChecksumState", "Protected");
    json.writeNullProperty("fglAccpId");
    json.writeNullProperty("fglMaxCompressionRatio");
    json.writeNullProperty("fglPerfProfile");
    ioPriority(json, "vtreeMigrationIoPriority", "favorAppIos");
    ioPriority(json, "protectedMaintenanceModeIoPriority", "limitNumOfConcurrentIos");
    if (version.atLeast(3, 5)) {
      json.writeNumberProperty("replicationCapacityMaxRatio", 32);
    }
    if (version.atLeast(4, 0)) {
      json.writeNullProperty("genType");
    }
  }
}
