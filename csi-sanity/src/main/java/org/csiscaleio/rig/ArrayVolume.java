package org.csiscaleio.rig;

import java.util.Set;

/**
 * A volume as the array shows it to an administrator.
 *
 * @param type {@code ThinProvisioned} or {@code ThickProvisioned}
 * @param mappedTo the GUIDs of the SDCs that have it
 */
public record ArrayVolume(String id, String name, long sizeKib, String type, Set<String> mappedTo) {
  public ArrayVolume {
    mappedTo = Set.copyOf(mappedTo);
  }
}
