package org.csiscaleio.controller.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.csiscaleio.gateway.Volume;

/**
 * The sizes of the volumes last seen, so that a publish need not ask for one. Volumes never shrink
 * and ids are never given again, so a remembered size can be too small but not too large.
 */
final class KnownSizes {
  private static final int LIMIT = 8192;

  private final Map<String, Long> kibById =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > LIMIT;
        }
      };

  void learn(Volume volume) {
    learn(volume.id(), volume.sizeKib());
  }

  synchronized void learn(String volumeId, long sizeKib) {
    kibById.put(volumeId, sizeKib);
  }

  /** Takes note of a size only if the volume is one of those: a listing has them all. */
  synchronized void refresh(Volume volume) {
    kibById.computeIfPresent(volume.id(), (id, kib) -> volume.sizeKib());
  }

  synchronized void forget(String volumeId) {
    kibById.remove(volumeId);
  }

  /** In KiB. */
  synchronized OptionalLong of(String volumeId) {
    Long kib = kibById.get(volumeId);
    return kib == null ? OptionalLong.empty() : OptionalLong.of(kib);
  }
}
