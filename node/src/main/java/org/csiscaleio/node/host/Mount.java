package org.csiscaleio.node.host;

import java.nio.file.Path;
import java.util.List;

/**
 * One line of /proc/self/mountinfo.
 *
 * @param id the mount's id
 * @param parentId the id of the mount it sits on
 * @param device the file system's device; major 0 when it has none of its own (btrfs, tmpfs)
 * @param root which directory or file of the file system is shown: {@code /} for the whole
 * @param point where it is shown
 * @param options this mount's options
 * @param propagation to and from which other mounts what is mounted below is shown: {@code
 *     shared:7}, {@code master:3}; empty for a private one
 * @param type the file system's type
 * @param source what was given as its source
 * @param superOptions the file system's options, shared by all its mounts
 */
record Mount(
    int id,
    int parentId,
    DeviceNumber device,
    String root,
    Path point,
    List<String> options,
    List<String> propagation,
    String type,
    String source,
    List<String> superOptions) {

  /** Whether writes through this mount are refused, for whatever reason. */
  boolean readOnly() {
    return options.contains("ro") || fileSystemRefusesWrites();
  }

  /**
   * Whether the file system takes no writes through any mount: mounted so, or since it met errors.
   * Since Linux 6.15 ext4 says the latter by words of its own.
   */
  private boolean fileSystemRefusesWrites() {
    return superOptions.contains("ro")
        || superOptions.contains("emergency_ro")
        || superOptions.contains("shutdown");
  }

  /** Whether what is mounted below it is to be seen in other mount namespaces too. */
  boolean shared() {
    return propagation.stream().anyMatch(field -> field.startsWith("shared:"));
  }

  /** In words, for a message. */
  String words() {
    return "a " + type + " mount of " + source + (root.equals("/") ? "" : root);
  }
}
