package org.csiscaleio.emulator.api;

import java.util.List;
import java.util.function.Function;
import org.csiscaleio.emulator.model.ObjectId;

/** The actions of a volume that move its family to another pool; since 3.0. */
final class MigrationActions {
  private final ArrayServices services;

  MigrationActions(ArrayServices services) {
    this.services = services;
  }

  /** Carries an action out; false when it is none of these. */
  boolean act(long volumeId, String action, Params params) {
    if (!services.version().atLeast(3, 0)) {
      return false;
    }
    switch (action) {
      case "migrateVTree" ->
          services.migrations().begin(volumeId, ObjectId.parse(params.text("destSPId")));
      case "pauseVTreeMigration" -> {
        params.require("pauseType");
        params.optionalOneOf("pauseType", List.of("Gracefully", "Forcefully"), Function.identity());
        services.migrations().pause(volumeId);
      }
      case "resumeVTreeMigration" -> services.migrations().resume(volumeId);
      case "rollbackVTreeMigration" -> services.migrations().rollBack(volumeId);
      default -> {
        return false;
      }
    }
    return true;
  }
}
