package org.csiscaleio.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The CSI volume id: {@code <system id>-<volume id>}, 16 lower-case hex digits each (the form
 * csi-powerflex uses too, so its volumes are taken over as they are).
 *
 * @param systemId the ScaleIO system's id, 16 lower-case hex digits
 * @param volumeId the volume's id within that system, 16 lower-case hex digits
 */
public record VolumeId(String systemId, String volumeId) {
  private static final Pattern HEX16 = Pattern.compile("[0-9a-f]{16}");

  public VolumeId {
    if (!isId(systemId) || !isId(volumeId)) {
      throw new IllegalArgumentException(
          "not ids of 16 hex digits: '" + systemId + "', '" + volumeId + "'");
    }
  }

  /** Whether the text has the form of a ScaleIO object id: 16 lower-case hex digits. */
  public static boolean isId(String text) {
    return HEX16.matcher(text).matches();
  }

  /**
   * Reads a CSI volume id. A bare 16-hex id (csi-scaleio's form) means the default system. Upper
   * case is accepted.
   *
   * @return empty when the text has neither form: CSI then treats the volume as unknown
   */
  public static Optional<VolumeId> parse(String text, String defaultSystemId) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (isId(lower)) {
      return Optional.of(new VolumeId(defaultSystemId, lower));
    }
    if (lower.length() == 33
        && lower.charAt(16) == '-'
        && isId(lower.substring(0, 16))
        && isId(lower.substring(17))) {
      return Optional.of(new VolumeId(lower.substring(0, 16), lower.substring(17)));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return systemId + "-" + volumeId;
  }
}
