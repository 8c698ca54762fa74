package org.csiscaleio.image.volumes;

import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.Volume;

/** Sizes as people read them. */
final class Sizes {
  private Sizes() {}

  /** The size that orchestrators know. */
  static long bytes(Volume volume) {
    return OwnedName.parse(volume.name()).map(OwnedName::sizeBytes).orElse(volume.sizeBytes());
  }

  static String of(Volume volume) {
    return text(bytes(volume));
  }

  static String text(long bytes) {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
  }
}
