package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.Inventory;
import org.csiscaleio.emulator.model.MappingOperations;
import org.csiscaleio.emulator.model.MigrationOperations;
import org.csiscaleio.emulator.model.SdcApprovals;
import org.csiscaleio.emulator.model.SdcOperations;
import org.csiscaleio.emulator.model.SnapshotOperations;
import org.csiscaleio.emulator.model.StorageArray;
import org.csiscaleio.emulator.model.VolumeOperations;
import org.jspecify.annotations.Nullable;

/**
 * The array and what can be done to it.
 *
 * @param systemName null: the system has none
 */
public record ArrayServices(
    long systemId,
    @Nullable String systemName,
    StorageArray array,
    VolumeOperations volumes,
    MappingOperations mappings,
    SnapshotOperations snapshots,
    MigrationOperations migrations,
    SdcOperations sdcs,
    SdcApprovals approvals,
    Inventory inventory) {

  /** All services of one array. */
  public static ArrayServices of(long systemId, @Nullable String systemName, StorageArray array) {
    return new ArrayServices(
        systemId,
        systemName,
        array,
        new VolumeOperations(array),
        new MappingOperations(array),
        new SnapshotOperations(array),
        new MigrationOperations(array),
        new SdcOperations(array),
        new SdcApprovals(array),
        new Inventory(array));
  }

  public ApiVersion version() {
    return array.version();
  }

  /** Made up from the system's id, and as stable. */
  public long installationId() {
    return systemId * 0x9e3779b97f4a7c15L;
  }
}
