package org.csiscaleio.emulator.model;

/** What an array of a release can hold. */
public final class Limits {
  public static final int VOLUMES = 131_072;
  public static final int VOLUMES_PER_DOMAIN = 32_768;
  public static final int VOLUMES_PER_SDC = 8_192;
  public static final int MAPPINGS = 262_143;
  public static final long VOLUME_SIZE_GIB = 1_048_576;
  public static final int NAME_LENGTH = 31;

  private Limits() {}

  /** A volume and its snapshots; 2.0 had room for fewer. */
  public static int volumesPerVTree(ApiVersion version) {
    return version.atLeast(2, 5) ? 127 : 32;
  }
}
