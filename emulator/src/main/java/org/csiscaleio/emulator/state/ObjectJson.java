package org.csiscaleio.emulator.state;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.emulator.model.AccessMode;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.Mapping;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.PoolDamage;
import org.csiscaleio.emulator.model.ProtectionDomain;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.SdcAdmission;
import org.csiscaleio.emulator.model.StoragePool;
import org.csiscaleio.emulator.model.SystemSettings;
import org.csiscaleio.emulator.model.VTree;
import org.csiscaleio.emulator.model.VTreeMigration;
import org.csiscaleio.emulator.model.Volume;
import org.csiscaleio.emulator.model.VolumeType;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The array's objects in our own files. Not the API's form: it holds what the API does not show.
 */
public final class ObjectJson {
  private ObjectJson() {}

  /** Writes an object of any type, with its type. */
  public static void write(JsonGenerator json, Object object) {
    json.writeStartObject();
    switch (object) {
      case SystemSettings settings -> {
        json.writeStringProperty("type", "SystemSettings");
        json.writeStringProperty("admission", settings.admission().name());
      }
      case Volume volume -> volume(json, volume);
      case VTree vtree -> {
        begin(json, "VTree", vtree.id());
        id(json, "baseVolumeId", vtree.baseVolumeId());
        id(json, "poolId", vtree.poolId());
        json.writeNumberProperty("volumes", vtree.volumes());
        if (vtree.migration() != null) {
          migration(json, vtree.migration());
        }
      }
      case ProtectionDomain domain -> {
        begin(json, "ProtectionDomain", domain.id());
        json.writeStringProperty("name", domain.name());
        json.writeBooleanProperty("active", domain.active());
      }
      case StoragePool pool -> pool(json, pool);
      case Sdc sdc -> sdc(json, sdc);
      default -> throw new IllegalArgumentException("no object of the array: " + object);
    }
    json.writeEndObject();
  }

  private static void begin(JsonGenerator json, String type, long id) {
    json.writeStringProperty("type", type);
    id(json, "id", id);
  }

  private static void id(JsonGenerator json, String name, long id) {
    json.writeStringProperty(name, ObjectId.text(id));
  }

  private static void volume(JsonGenerator json, Volume volume) {
    begin(json, "Volume", volume.id());
    json.writeStringProperty("name", volume.name());
    json.writeNumberProperty("sizeKib", volume.sizeKib());
    json.writeStringProperty("volumeType", volume.type().name());
    id(json, "poolId", volume.poolId());
    id(json, "vtreeId", volume.vtreeId());
    id(json, "ancestorId", volume.ancestorId());
    id(json, "groupId", volume.groupId());
    json.writeNumberProperty("creationTime", volume.creationTime());
    json.writeBooleanProperty("useRmcache", volume.useRmcache());
    json.writeBooleanProperty("mappedToAll", volume.mappedToAll());
    json.writeStringProperty("accessModeLimit", volume.accessModeLimit().name());
    json.writeBooleanProperty("removing", volume.removing());
    json.writeNumberProperty("writtenKib", volume.writtenKib());
    if (volume.policyId() != ObjectId.NONE) {
      id(json, "policyId", volume.policyId());
      json.writeBooleanProperty("locked", volume.locked());
    }
    json.writeArrayPropertyStart("mappings");
    for (Mapping mapping : volume.mappings()) {
      json.writeStartObject();
      id(json, "sdcId", mapping.sdcId());
      json.writeStringProperty("accessMode", mapping.accessMode().name());
      json.writeNumberProperty("iopsLimit", mapping.iopsLimit());
      json.writeNumberProperty("bandwidthLimitKibps", mapping.bandwidthLimitKibps());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void migration(JsonGenerator json, VTreeMigration migration) {
    json.writeObjectPropertyStart("migration");
    id(json, "destinationPoolId", migration.destinationPoolId());
    json.writeNumberProperty("leftMillis", migration.leftMillis());
    json.writeNumberProperty("sinceMillis", migration.sinceMillis());
    json.writeEndObject();
  }

  private static void pool(JsonGenerator json, StoragePool pool) {
    begin(json, "StoragePool", pool.id());
    json.writeStringProperty("name", pool.name());
    id(json, "domainId", pool.domainId());
    json.writeNumberProperty("capacityKib", pool.capacityKib());
    json.writeNumberProperty("sparePercent", pool.sparePercent());
    json.writeBooleanProperty("zeroPadding", pool.zeroPadding());
    json.writeNumberProperty("thinWrittenKib", pool.thinWrittenKib());
    json.writeNumberProperty("highThreshold", pool.highThreshold());
    json.writeNumberProperty("criticalThreshold", pool.criticalThreshold());
    json.writeNumberProperty("degradedKib", pool.damage().degradedKib());
    json.writeNumberProperty("failedKib", pool.damage().failedKib());
  }

  private static void sdc(JsonGenerator json, Sdc sdc) {
    begin(json, "Sdc", sdc.id());
    json.writeStringProperty("guid", sdc.guid());
    json.writeStringProperty("name", sdc.name());
    json.writeStringProperty("ip", sdc.ip());
    json.writeBooleanProperty("approved", sdc.approved());
    json.writeArrayPropertyStart("approvedIps");
    sdc.approvedIps().forEach(json::writeString);
    json.writeEndArray();
    json.writeBooleanProperty("connected", sdc.connected());
    json.writeNumberProperty("linkDelayMillis", sdc.linkDelayMillis());
    json.writeStringProperty("linkFault", sdc.linkFault().name());
  }

  /** Reads one object into the tables. */
  static void read(JsonNode node, ArrayTables into) {
    String type = node.required("type").asString();
    if (type.equals("SystemSettings")) {
      into.put(new SystemSettings(SdcAdmission.valueOf(node.required("admission").asString())));
      return;
    }
    long id = id(node, "id");
    switch (type) {
      case "Volume" -> into.put(volume(node, id));
      case "VTree" ->
          into.put(
              new VTree(
                  id,
                  id(node, "baseVolumeId"),
                  id(node, "poolId"),
                  node.required("volumes").asInt(),
                  migration(node.path("migration"))));
      case "ProtectionDomain" ->
          into.put(
              new ProtectionDomain(
                  id, node.required("name").asString(), node.required("active").asBoolean()));
      case "StoragePool" -> into.put(pool(node, id));
      case "Sdc" -> into.put(sdc(node, id));
      default -> throw new IllegalArgumentException("unknown type of object: " + type);
    }
  }

  private static long id(JsonNode node, String name) {
    return ObjectId.parse(node.required(name).asString());
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.required(name).asString() : null;
  }

  private static long number(JsonNode node, String name) {
    return node.required(name).asLong();
  }

  private static Volume volume(JsonNode node, long id) {
    List<Mapping> mappings = new ArrayList<>();
    for (JsonNode mapping : node.required("mappings")) {
      mappings.add(
          new Mapping(
              id(mapping, "sdcId"),
              AccessMode.valueOf(mapping.required("accessMode").asString()),
              number(mapping, "iopsLimit"),
              number(mapping, "bandwidthLimitKibps")));
    }
    return new Volume(
        id,
        text(node, "name"),
        number(node, "sizeKib"),
        VolumeType.valueOf(node.required("volumeType").asString()),
        id(node, "poolId"),
        id(node, "vtreeId"),
        id(node, "ancestorId"),
        id(node, "groupId"),
        number(node, "creationTime"),
        node.required("useRmcache").asBoolean(),
        node.required("mappedToAll").asBoolean(),
        AccessMode.valueOf(node.required("accessModeLimit").asString()),
        mappings,
        node.required("removing").asBoolean(),
        number(node, "writtenKib"),
        node.has("policyId") ? id(node, "policyId") : ObjectId.NONE,
        node.has("locked") && node.required("locked").asBoolean());
  }

  private static @Nullable VTreeMigration migration(JsonNode node) {
    return node.isObject()
        ? new VTreeMigration(
            id(node, "destinationPoolId"), number(node, "leftMillis"), number(node, "sinceMillis"))
        : null;
  }

  private static StoragePool pool(JsonNode node, long id) {
    return new StoragePool(
        id,
        node.required("name").asString(),
        id(node, "domainId"),
        number(node, "capacityKib"),
        (int) number(node, "sparePercent"),
        node.required("zeroPadding").asBoolean(),
        number(node, "thinWrittenKib"),
        (int) number(node, "highThreshold"),
        (int) number(node, "criticalThreshold"),
        // States of before devices could fail have neither.
        new PoolDamage(node.path("degradedKib").asLong(0), node.path("failedKib").asLong(0)));
  }

  /** States of before addresses could be approved have none: then it is the SDC's own. */
  private static List<String> approvedIps(JsonNode node) {
    if (!node.has("approvedIps")) {
      return List.of(node.required("ip").asString());
    }
    List<String> ips = new ArrayList<>();
    node.required("approvedIps").forEach(ip -> ips.add(ip.asString()));
    return ips;
  }

  private static Sdc sdc(JsonNode node, long id) {
    return new Sdc(
        id,
        node.required("guid").asString(),
        text(node, "name"),
        node.required("ip").asString(),
        node.required("approved").asBoolean(),
        approvedIps(node),
        node.required("connected").asBoolean(),
        number(node, "linkDelayMillis"),
        LinkFault.valueOf(node.required("linkFault").asString()));
  }
}
