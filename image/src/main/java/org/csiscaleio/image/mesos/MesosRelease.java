package org.csiscaleio.image.mesos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Mesos that speaks CSI.
 *
 * @param minor of 1.5 to 1.11
 */
public record MesosRelease(int minor) {
  private static final Pattern RELEASE = Pattern.compile("1\\.([0-9]{1,2})(\\.[0-9]{1,2})?");
  private static final int OLDEST = 5;
  private static final int NEWEST = 11;

  /**
   * Reads {@code 1.11} or {@code 1.11.1}.
   *
   * @throws IllegalArgumentException when it is no release from 1.5 to 1.11
   */
  public static MesosRelease parse(String text) {
    Matcher matcher = RELEASE.matcher(text);
    int minor = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (minor < OLDEST || minor > NEWEST) {
      throw new IllegalArgumentException(
          "'" + text + "' is no release of Mesos from 1.5 to 1.11; say 1.11, for example");
    }
    return new MesosRelease(minor);
  }

  /** Its name for the module that knows disk profiles. */
  String profileLibrary() {
    return minor == OLDEST ? "liburi_disk_profile.so" : "liburi_disk_profile_adaptor.so";
  }

  /** Whether an agent has to be told that it may have resource providers. */
  boolean wantsAgentFeatures() {
    return minor == OLDEST;
  }

  /** Whether CSI needs a Mesos that was built with {@code --enable-grpc}. */
  boolean wantsGrpcBuild() {
    return minor <= 6;
  }

  /** Whether it looks at pools again by itself, every so many seconds. */
  boolean reconciles() {
    return minor >= 9;
  }

  /** Whether it has the isolator {@code volume/csi}, and image volumes in a plugin's container. */
  boolean hasVolumeIsolator() {
    return minor >= NEWEST;
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
