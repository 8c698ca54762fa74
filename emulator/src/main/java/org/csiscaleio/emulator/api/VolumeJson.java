package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.Mapping;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.Volume;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A volume as a release shows it. */
final class VolumeJson {
  private static final long KIB_PER_MIB = 1024;

  /** Fields that are alike in all volumes; as one text, for the sake of long listings. */
  private static final String NEUTRAL_SINCE_3 =
      """
      ,"compressionMethod":"Invalid","dataLayout":"MediumGranularity",\
      "lockedAutoSnapshotMarkedForRemoval":false,"managedBy":"ScaleIO",\
      "notGenuineSnapshot":false,"originalExpiryTime":0,"secureSnapshotExpTime":0,\
      "retentionLevels":[],"snplIdOfSourceVolume":null,"timeStampIsAccurate":false\
      """;

  private static final String NEUTRAL_SINCE_3_5 =
      NEUTRAL_SINCE_3
          + """
          ,"pairIds":null,"replicationJournalVolume":false,"replicationTimeStamp":0,\
          "volumeReplicationState":"UnmarkedForReplication\"\
          """;

  private final ApiVersion version;
  private final SdcNames sdcs;

  VolumeJson(ApiVersion version, SdcNames sdcs) {
    this.version = version;
    this.sdcs = sdcs;
  }

  /** Finds what mappings say of SDCs. */
  interface SdcNames {
    @Nullable Sdc sdc(long id);
  }

  void write(JsonGenerator json, Volume volume) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(volume.id()));
    json.writeStringProperty("name", volume.name());
    json.writeNumberProperty("sizeInKb", volume.sizeKib());
    json.writeStringProperty("volumeType", volume.type().apiName());
    json.writeStringProperty("storagePoolId", ObjectId.text(volume.poolId()));
    json.writeStringProperty("vtreeId", ObjectId.text(volume.vtreeId()));
    id(json, "ancestorVolumeId", volume.ancestorId());
    id(json, "consistencyGroupId", volume.groupId());
    json.writeNumberProperty("creationTime", volume.creationTime());
    json.writeBooleanProperty("useRmcache", volume.useRmcache());
    json.writeBooleanProperty("isObfuscated", false);
    json.writeBooleanProperty("isVvol", false);
    json.writeBooleanProperty("mappingToAllSdcsEnabled", volume.mappedToAll());
    if (!version.atLeast(3, 0)) {
      json.writeNullProperty("mappedScsiInitiatorInfo");
    }
    mappings(json, volume);
    if (version.atLeast(3, 0)) {
      since3(json, volume);
    }
    if (version.atLeast(4, 0)) {
      json.writeStringProperty("volumeClass", "defaultclass");
      json.writeNullProperty("nsid");
      json.writeNullProperty("genType");
    }
    links(json, volume);
    json.writeEndObject();
  }

  private static void id(JsonGenerator json, String property, long id) {
    if (id == ObjectId.NONE) {
      json.writeNullProperty(property);
    } else {
      json.writeStringProperty(property, ObjectId.text(id));
    }
  }

  /** Null, not an empty list, when nothing is mapped. */
  private void mappings(JsonGenerator json, Volume volume) {
    if (volume.mappings().isEmpty()) {
      json.writeNullProperty("mappedSdcInfo");
      return;
    }
    json.writeArrayPropertyStart("mappedSdcInfo");
    for (Mapping mapping : volume.mappings()) {
      mapping(json, mapping);
    }
    json.writeEndArray();
  }

  private void mapping(JsonGenerator json, Mapping mapping) {
    Sdc sdc = sdcs.sdc(mapping.sdcId());
    json.writeStartObject();
    json.writeStringProperty("sdcId", ObjectId.text(mapping.sdcId()));
    json.writeStringProperty("sdcIp", sdc == null ? null : SdcJson.ip(version, sdc));
    json.writeNumberProperty("limitIops", mapping.iopsLimit());
    json.writeNumberProperty("limitBwInMbps", mapping.bandwidthLimitKibps() / KIB_PER_MIB);
    if (version.hasAccessModes()) {
      json.writeStringProperty("sdcName", sdc == null ? null : sdc.name());
      json.writeStringProperty("accessMode", mapping.accessMode().apiName());
      json.writeBooleanProperty("isDirectBufferMapping", false);
    }
    if (version.atLeast(4, 0)) {
      json.writeStringProperty("hostType", "SdcHost");
      json.writeNullProperty("nqn");
    }
    json.writeEndObject();
  }

  private void since3(JsonGenerator json, Volume volume) {
    json.writeStringProperty("accessModeLimit", volume.accessModeLimit().apiName());
    boolean ofPolicy = volume.policyId() != ObjectId.NONE;
    id(json, "snplIdOfAutoSnapshot", volume.policyId());
    id(json, "autoSnapshotGroupId", ofPolicy ? volume.groupId() : ObjectId.NONE);
    json.writeBooleanProperty("lockedAutoSnapshot", volume.locked());
    json.writeRaw(version.atLeast(3, 5) ? NEUTRAL_SINCE_3_5 : NEUTRAL_SINCE_3);
  }

  private static void links(JsonGenerator json, Volume volume) {
    Links.of(json, "Volume", volume.id())
        .relation("Statistics")
        .parent("vtreeId", "VTree", volume.vtreeId())
        .parent("storagePoolId", "StoragePool", volume.poolId())
        .parent("ancestorVolumeId", "Volume", volume.ancestorId())
        .end();
  }
}
