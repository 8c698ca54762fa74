package org.csiscaleio.identity.service;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the plugin says about itself.
 *
 * @param name the plugin's name, which orchestrators use as its identity: at most 63 characters, a
 *     domain name whose first and last characters are letters
 * @param vendorVersion the program's version, not empty
 * @param manifest anything else worth telling; may be empty
 * @param placed whether volumes cannot be reached from everywhere, and it is told from where
 */
public record IdentitySettings(
    String name, String vendorVersion, Map<String, String> manifest, boolean placed) {
  public static final String DEFAULT_NAME = "org.csiscaleio";

  /** Said when the classes do not come from a jar with a version in its manifest. */
  private static final String UNRELEASED = "0.0.0-unreleased";

  private static final int NAME_LIMIT = 63;

  /**
   * Letters at both ends: the specification also allows digits there, but csi-sanity does not, and
   * CSI 1 forbids the underscore that older releases allowed.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*");

  /**
   * @throws IllegalArgumentException when the name is not one CSI allows, or the version is empty
   */
  public IdentitySettings {
    if (!isPluginName(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be the plugin's name: it has 2 to "
              + NAME_LIMIT
              + " characters, letters, digits, '-' and '.' as in a domain name, and begins and ends"
              + " with a letter, for example "
              + DEFAULT_NAME);
    }
    if (vendorVersion.isBlank()) {
      throw new IllegalArgumentException("the plugin's version is empty");
    }
    manifest = Map.copyOf(manifest);
  }

  /** A plugin of which it is not told from where its volumes can be reached. */
  public IdentitySettings(String name, String vendorVersion, Map<String, String> manifest) {
    this(name, vendorVersion, manifest, false);
  }

  /** A plugin of that name, with the version of the jar these classes come from. */
  public static IdentitySettings named(String name) {
    String version = IdentitySettings.class.getPackage().getImplementationVersion();
    return new IdentitySettings(
        name, version == null || version.isBlank() ? UNRELEASED : version, Map.of());
  }

  /** This one, which says something more about itself. */
  public IdentitySettings telling(String key, String value) {
    Map<String, String> all = new HashMap<>(manifest);
    all.put(key, value);
    return new IdentitySettings(name, vendorVersion, all, placed);
  }

  /** This one, which tells from where its volumes can be reached, or does not. */
  public IdentitySettings placed(boolean told) {
    return new IdentitySettings(name, vendorVersion, manifest, told);
  }

  /** Whether CSI, and its testers, allow a plugin to be called so. */
  public static boolean isPluginName(String name) {
    return name.length() >= 2
        && name.length() <= NAME_LIMIT
        && NAME.matcher(name).matches()
        && Character.isLetter(name.charAt(name.length() - 1));
  }
}
