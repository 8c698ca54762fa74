package org.csiscaleio.image.mesos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.controller.service.QosLimits;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.operation.Failure;

/**
 * What a disk profile gives.
 *
 * @param provisioning {@code thin} or {@code thick}
 * @param fsType ext4, ext3, xfs or btrfs
 * @param limits of I/O, as parameters of CreateVolume; in the order in which they were said
 */
record ProfileKind(String provisioning, String fsType, Map<String, String> limits) {
  private static final List<String> PROVISIONINGS = List.of("thin", "thick");
  static final List<String> FILE_SYSTEMS = List.of("ext4", "ext3", "xfs", "btrfs");

  /**
   * Reads {@code thin-xfs}, and {@code thin-xfs,iopsLimit=2000,bandwidthLimitInKbps=102400}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ProfileKind parse(String text) {
    String[] words = text.split(",", -1);
    String[] parts = words[0].split("-", -1);
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
    var limits = new LinkedHashMap<String, String>();
    for (String word : List.of(words).subList(1, words.length)) {
      limit(text, word, limits);
    }
    try {
      var _ = VolumeParameters.parse(limits);
    } catch (Failure e) {
      throw new IllegalArgumentException("profile '" + text + "': " + e.message(), e);
    }
    return new ProfileKind(parts[0], parts[1], limits);
  }

  private static void limit(String text, String word, Map<String, String> limits) {
    String key = word.replaceFirst("=.*", "");
    if (!word.matches("(" + QosLimits.IOPS_KEY + "|" + QosLimits.BANDWIDTH_KEY + ")=[0-9]+")
        || limits.putIfAbsent(key, word.substring(key.length() + 1)) != null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no profile; after the file system say "
              + QosLimits.IOPS_KEY
              + "=N and "
              + QosLimits.BANDWIDTH_KEY
              + "=N, each once, with commas between");
    }
  }

  /** The name of the profile: {@code thin-xfs-2000iops-100mib}. */
  @Override
  public String toString() {
    var name = new StringBuilder(provisioning + "-" + fsType);
    limits.forEach((key, value) ->
        name.append('-')
            .append(
                key.equals(QosLimits.IOPS_KEY)
                    ? value + "iops"
                    : Long.parseLong(value) / 1024 + "mib"));
    return name.toString();
  }
}
