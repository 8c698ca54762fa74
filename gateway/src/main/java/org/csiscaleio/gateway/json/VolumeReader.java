package org.csiscaleio.gateway.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.VolumeType;

/** Reads a volume or snapshot. */
public final class VolumeReader {
  private String id = "";
  private String name = "";
  private long sizeKib = -1;
  private VolumeType type = VolumeType.OTHER;
  private String storagePoolId = "";
  private String vtreeId = "";
  private String ancestorVolumeId = "";
  private long creationTime;
  private boolean mappedToAll;
  private String groupId = "";
  private MappingAccess accessLimit = MappingAccess.READ_WRITE;
  private boolean ofPolicy;
  private final List<SdcMapping> mappings = new ArrayList<>(2);

  private VolumeReader() {}

  /**
   * Reads the volume at hand.
   *
   * @throws MalformedAnswer when it has no proper id, size or pool, without which nothing can be
   *     done with it
   */
  public static Volume read(JsonInput in) {
    var reader = new VolumeReader();
    in.object(reader::field);
    return reader.volume();
  }

  private void field(String field, JsonInput in) {
    switch (field) {
      case "id" -> id = in.text();
      case "name" -> name = in.text();
      case "sizeInKb" -> sizeKib = in.number().orElse(-1);
      case "volumeType" -> type = VolumeType.ofWireName(in.text());
      case "storagePoolId" -> storagePoolId = in.text();
      case "vtreeId" -> vtreeId = in.text();
      case "ancestorVolumeId" -> ancestorVolumeId = in.text();
      case "creationTime" -> creationTime = in.number().orElse(0);
      case "mappingToAllSdcsEnabled" -> mappedToAll = in.flag(false);
      case "consistencyGroupId" -> groupId = in.text();
      case "accessModeLimit" -> accessLimit = MappingAccess.ofWireName(in.text());
      case "snplIdOfAutoSnapshot", "autoSnapshotGroupId" -> ofPolicy |= !in.text().isEmpty();
      case "mappedSdcInfo" -> in.array(() -> mappings.add(MappingReader.read(in)));
      default -> {}
    }
  }

  private Volume volume() {
    if (!VolumeId.isId(id)) {
      throw new MalformedAnswer("a volume in the answer has no id of 16 hex digits");
    }
    if (sizeKib < 0) {
      throw new MalformedAnswer("volume " + id + " in the answer has no size (sizeInKb)");
    }
    if (storagePoolId.isEmpty()) {
      throw new MalformedAnswer("volume " + id + " in the answer has no storagePoolId");
    }
    return new Volume(
        id,
        name,
        sizeKib,
        type,
        storagePoolId,
        vtreeId,
        ancestorVolumeId,
        instant(creationTime),
        mappings,
        mappedToAll,
        groupId,
        accessLimit,
        ofPolicy);
  }

  /** Epoch seconds; what no calendar holds becomes the epoch, "unknown". */
  private static Instant instant(long epochSecond) {
    return Math.abs(epochSecond) <= Instant.MAX.getEpochSecond()
        ? Instant.ofEpochSecond(epochSecond)
        : Instant.EPOCH;
  }

  private static final class MappingReader {
    private String sdcId = "";
    private String sdcIp = "";
    private long limitIops;
    private long limitBandwidthMbps;
    private MappingAccess access = MappingAccess.READ_WRITE;

    static SdcMapping read(JsonInput in) {
      var reader = new MappingReader();
      in.object(reader::field);
      if (reader.sdcId.isEmpty()) {
        // Overlooking a mapping could take the fence away: better no answer than a wrong one.
        throw new MalformedAnswer("a mapping in the answer has no sdcId");
      }
      return new SdcMapping(
          reader.sdcId, reader.sdcIp, reader.limitIops, reader.limitBandwidthMbps, reader.access);
    }

    private void field(String field, JsonInput in) {
      switch (field) {
        case "sdcId" -> sdcId = in.text();
        case "sdcIp" -> sdcIp = in.text();
        case "limitIops" -> limitIops = in.number().orElse(0);
        case "limitBwInMbps" -> limitBandwidthMbps = in.number().orElse(0);
        case "accessMode" -> access = MappingAccess.ofWireName(in.text());
        default -> {}
      }
    }
  }
}
