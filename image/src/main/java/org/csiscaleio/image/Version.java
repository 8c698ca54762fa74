package org.csiscaleio.image;

import java.util.Objects;

/** Which release this is, as the build wrote it into the jar. */
final class Version {
  static final String OURS =
      Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");

  private Version() {}
}
