package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.VTree;
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
      json.writeObjectPropertyStart("vtreeMigrationInfo");
      json.writeStringProperty("migrationStatus", "NotInMigration");
      json.writeNullProperty("sourceStoragePoolId");
      json.writeNullProperty("destinationStoragePoolId");
      json.writeNullProperty("migrationPauseReason");
      json.writeNullProperty("migrationQueuePosition");
      json.writeNullProperty("thicknessConversionType");
      json.writeEndObject();
    }
    Links.of(json, "VTree", vtree.id())
        .relation("Statistics")
        .relation("Volume")
        .parent("baseVolumeId", "Volume", vtree.baseVolumeId())
        .parent("storagePoolId", "StoragePool", vtree.poolId())
        .end();
    json.writeEndObject();
  }
}
