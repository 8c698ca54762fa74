package org.csiscaleio.gateway;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How a {@link FakeArray}'s volumes become snapshots, and larger. */
final class FakeSnapshots {
  private FakeSnapshots() {}

  /** A snapshot of a volume as it is now. */
  static Volume taken(
      Volume of, String id, NewSnapshots.Source source, String groupId, MappingAccess limit) {
    return new Volume(
        id,
        source.snapshotName(),
        of.sizeKib(),
        VolumeType.SNAPSHOT,
        of.storagePoolId(),
        of.vtreeId(),
        of.id(),
        // The array tells whole seconds.
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        List.of(),
        false,
        groupId,
        limit,
        false);
  }

  static Volume grown(Volume v, long sizeKib) {
    return copy(v, sizeKib, v.mappedToAll(), v.ofPolicy());
  }

  static Volume mappedToAll(Volume v) {
    return copy(v, v.sizeKib(), true, v.ofPolicy());
  }

  static Volume ofPolicy(Volume v) {
    return copy(v, v.sizeKib(), v.mappedToAll(), true);
  }

  private static Volume copy(Volume v, long sizeKib, boolean mappedToAll, boolean ofPolicy) {
    return new Volume(
        v.id(),
        v.name(),
        sizeKib,
        v.type(),
        v.storagePoolId(),
        v.vtreeId(),
        v.ancestorVolumeId(),
        v.creationTime(),
        v.mappings(),
        mappedToAll,
        v.groupId(),
        v.accessLimit(),
        ofPolicy);
  }
}
