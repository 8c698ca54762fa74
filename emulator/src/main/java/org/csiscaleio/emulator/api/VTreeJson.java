package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.VTree;
import org.csiscaleio.emulator.model.VTreeMigration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A VTree. */
final class VTreeJson {
  private final ApiVersion version;

  VTreeJson(ApiVersion version) {
    this.version = version;
  }

  void write(JsonGenerator json, VTree vtree) {
    json.writeStartObject();
    json.writeStringProperty("id", ObjectId.text(vtree.id()));
    json.writeNullProperty("name");
    json.writeStringProperty("baseVolumeId", ObjectId.text(vtree.baseVolumeId()));
    json.writeStringProperty("storagePoolId", ObjectId.text(vtree.poolId()));
    if (version.atLeast(3, 0)) {
      migration(json, vtree);
    }
    Links.of(json, "VTree", vtree.id())
        .relation("Statistics")
        .relation("Volume")
        .parent("baseVolumeId", "Volume", vtree.baseVolumeId())
        .parent("storagePoolId", "StoragePool", vtree.poolId())
        .end();
    json.writeEndObject();
  }

  private static void migration(JsonGenerator json, VTree vtree) {
    VTreeMigration migration = vtree.migration();
    json.writeObjectPropertyStart("vtreeMigrationInfo");
    json.writeStringProperty("migrationStatus", status(migration));
    json.writeStringProperty(
        "sourceStoragePoolId", migration == null ? null : ObjectId.text(vtree.poolId()));
    json.writeStringProperty(
        "destinationStoragePoolId",
        migration == null ? null : ObjectId.text(migration.destinationPoolId()));
    json.writeNullProperty("migrationPauseReason");
    json.writeNullProperty("migrationQueuePosition");
    json.writeNullProperty("thicknessConversionType");
    json.writeEndObject();
  }

  private static String status(@Nullable VTreeMigration migration) {
    if (migration == null) {
      return "NotInMigration";
    }
    return migration.paused() ? "Paused" : "MigrationNormal";
  }
}
