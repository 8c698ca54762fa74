package org.csiscaleio.image.mesos;

import java.util.List;

/**
 * What a disk profile gives.
 *
 * @param provisioning {@code thin} or {@code thick}
 * @param fsType ext4, ext3, xfs or btrfs
 */
record ProfileKind(String provisioning, String fsType) {
  private static final List<String> PROVISIONINGS = List.of("thin", "thick");
  static final List<String> FILE_SYSTEMS = List.of("ext4", "ext3", "xfs", "btrfs");

  /**
   * Reads {@code thin-xfs}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ProfileKind parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 2
        || !PROVISIONINGS.contains(parts[0])
        || !FILE_SYSTEMS.contains(parts[1])) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no profile; say thin- or thick- and one of "
              + String.join(", ", FILE_SYSTEMS)
              + ", as in thin-xfs");
    }
    return new ProfileKind(parts[0], parts[1]);
  }

  @Override
  public String toString() {
    return provisioning + "-" + fsType;
  }
}
