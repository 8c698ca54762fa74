package org.csiscaleio.controller.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.gateway.Volume;

/**
 * The sizes of the volumes last seen, so that a publish need not ask for one, and their pools and
 * trees, so that a clone or a snapshot need not. Volumes never shrink and ids are never given
 * again, so a remembered size can be too small but not too large.
 */
final class KnownSizes {
  private static final int LIMIT = 8192;

  /**
   * What is known of a volume.
   *
   * @param poolId empty when it is not known
   * @param vtreeId empty when it is not known
   * @param isSnapshot whether it is one to CSI
   */
  record Known(long sizeKib, String poolId, String vtreeId, boolean isSnapshot) {}

  private final Map<String, Known> byId =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > LIMIT;
        }
      };

  synchronized void learn(Volume volume) {
    byId.put(volume.id(), known(volume));
  }

  /** Takes note of a size; what else is known stays. */
  synchronized void learn(String volumeId, long sizeKib) {
    byId.merge(
        volumeId,
        new Known(sizeKib, "", "", false),
        (before, now) ->
            new Known(sizeKib, before.poolId(), before.vtreeId(), before.isSnapshot()));
  }

  /** Takes note of a volume just made. */
  synchronized void learn(String volumeId, long sizeKib, String poolId, String vtreeId) {
    byId.put(volumeId, new Known(sizeKib, poolId, vtreeId, false));
  }

  /** Takes note of a snapshot just taken of a volume that is known. */
  synchronized void learnSnapshot(String snapshotId, Known source) {
    byId.put(snapshotId, new Known(source.sizeKib(), source.poolId(), source.vtreeId(), true));
  }

  /** Takes note of a size only if the volume is one of those: a listing has them all. */
  synchronized void refresh(Volume volume) {
    byId.computeIfPresent(volume.id(), (id, before) -> known(volume));
  }

  synchronized void forget(String volumeId) {
    byId.remove(volumeId);
  }

  /** In KiB. */
  synchronized OptionalLong of(String volumeId) {
    Known known = byId.get(volumeId);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.sizeKib());
  }

  /** Whether it is known to be a volume, and no snapshot. */
  synchronized boolean isVolume(String volumeId) {
    Known known = byId.get(volumeId);
    return known != null && !known.isSnapshot();
  }

  /** All that is known; empty when nothing is. */
  synchronized Optional<Known> known(String volumeId) {
    return Optional.ofNullable(byId.get(volumeId));
  }

  private static Known known(Volume volume) {
    return new Known(
        volume.sizeKib(),
        volume.storagePoolId(),
        volume.vtreeId(),
        SnapshotRule.isSnapshot(volume));
  }
}
