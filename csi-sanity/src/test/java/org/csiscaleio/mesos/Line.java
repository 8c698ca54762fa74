package org.csiscaleio.mesos;

import java.util.Map;
import org.csiscaleio.mesos.wire.CsiVersion;

/** A release line of Mesos, on the generation of CSI that it speaks with our plugin. */
enum Line {
  MESOS_1_5(Release.V1_5, CsiVersion.V0_1),
  MESOS_1_6(Release.V1_6, CsiVersion.V0),
  MESOS_1_7_1(Release.V1_7_1, CsiVersion.V0),
  MESOS_1_7_3(Release.V1_7_3, CsiVersion.V0),
  MESOS_1_8_0(Release.V1_8_0, CsiVersion.V1),
  MESOS_1_8_1(Release.V1_8_1, CsiVersion.V1),
  MESOS_1_9(Release.V1_9, CsiVersion.V1),
  MESOS_1_11(Release.V1_11, CsiVersion.V1),
  /** The plugin is told to have csi.v0 only. */
  MESOS_1_11_ON_V0(Release.V1_11, CsiVersion.V0);

  private final Release release;
  private final CsiVersion wire;

  Line(Release release, CsiVersion wire) {
    this.release = release;
    this.wire = wire;
  }

  Release release() {
    return release;
  }

  CsiVersion wire() {
    return wire;
  }

  boolean atLeast(Release other) {
    return release.atLeast(other);
  }

  /** What the plugin is told for this line alone. */
  Map<String, String> settings() {
    return this == MESOS_1_11_ON_V0 ? Map.of("generations", "csi.v0") : Map.of();
  }
}
