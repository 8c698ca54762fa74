package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.Limits;
import tools.jackson.core.JsonGenerator;

/** The answer to querySystemLimits. Values are texts. */
final class SystemLimits {
  private record Limit(String type, String description, long least, long most) {}

  private SystemLimits() {}

  static Answer answer(ApiVersion version) {
    int family = Limits.volumesPerVTree(version);
    Limit[] limits = {
      new Limit("protectionDomains", "Maximum Protection Domains", 0, 256),
      new Limit("storagePools", "Maximum Storage Pools", 0, 1024),
      new Limit("storagePoolsPerProtectionDomain", "Storage Pools in a domain", 0, 64),
      new Limit("sdss", "Maximum SDSs", 0, 512),
      new Limit("sdssPerProtectionDomain", "SDSs in a Protection Domain", 0, 128),
      new Limit("sdcs", "Maximum SDCs", 0, 2048),
      new Limit("vtrees", "Maximum VTrees", 0, Limits.VOLUMES),
      new Limit("volumes", "Maximum volumes", 0, Limits.VOLUMES),
      new Limit("snapshots", "Maximum snapshots", 0, 133_120),
      new Limit("users", "Maximum users", 0, 256),
      new Limit("sessions", "Maximum open sessions", 0, 128),
      new Limit("volumePerVtree", "Volumes in a VTree", 0, family),
      new Limit("snapshotsPerVtree", "Snapshots in a VTree", 0, 2L * (family - 1) + 2),
      new Limit("volumesPerSdc", "Volumes mapped to an SDC", 0, Limits.VOLUMES_PER_SDC),
      new Limit(
          "volumesPerProtectionDomain",
          "Volumes in a Protection Domain",
          0,
          Limits.VOLUMES_PER_DOMAIN),
      new Limit("volumeSizeGb", "Volume size in GB", 8, Limits.VOLUME_SIZE_GIB),
      new Limit("allVolumesInSpSizeGb", "All volumes of a Storage Pool in GB", 0, 4_194_303),
      new Limit("allVolumesSizeGb", "All volumes in GB", 0, 16_777_216),
      new Limit("volumeMappings", "Mappings of volumes to hosts", 0, Limits.MAPPINGS),
      new Limit("devicesPerSds", "Devices of an SDS", 0, 64),
      new Limit("devicePerStoragePool", "Devices of a Storage Pool", 0, 300),
      new Limit("ipPerHost", "IP addresses of a host", 1, 8),
      new Limit("ipPerMdm", "IP addresses of an MDM", 1, 4),
    };
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("systemLimitEntryList");
          for (Limit limit : limits) {
            write(json, limit);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, Limit limit) {
    json.writeStartObject();
    json.writeStringProperty("type", limit.type());
    json.writeStringProperty("description", limit.description());
    json.writeStringProperty("minVal", Long.toString(limit.least()));
    json.writeStringProperty("maxVal", Long.toString(limit.most()));
    json.writeEndObject();
  }
}
