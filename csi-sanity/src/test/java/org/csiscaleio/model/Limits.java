package org.csiscaleio.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is said of a volume's I/O limits.
 *
 * @param iops per second; {@link #UNSAID} where nothing is said
 * @param mibps bandwidth in MiB/s; {@link #UNSAID} where nothing is said
 */
record Limits(long iops, long mibps) {
  static final long UNSAID = -1;
  static final Limits NOTHING = new Limits(UNSAID, UNSAID);

  /** Some that say something. */
  static Limits any(Choice choice) {
    var limits = new Limits(choice.of(UNSAID, 0L, 11L, 500L), choice.of(UNSAID, 0L, 1L, 10L));
    return limits.sayNothing() ? new Limits(100, UNSAID) : limits;
  }

  /** These, and where they say nothing the others. */
  Limits over(Limits others) {
    return new Limits(iops == UNSAID ? others.iops : iops, mibps == UNSAID ? others.mibps : mibps);
  }

  boolean sayNothing() {
    return equals(NOTHING);
  }

  /** As parameters of a volume, and so in its context. */
  Map<String, String> parameters() {
    var parameters = new TreeMap<String, String>();
    if (iops != UNSAID) {
      parameters.put("iopsLimit", Long.toString(iops));
    }
    if (mibps != UNSAID) {
      parameters.put("bandwidthLimitInKbps", Long.toString(mibps << 10));
    }
    return parameters;
  }

  /** As the array tells those of a mapping, where 0 is no limit. */
  List<Long> ofMapping() {
    return List.of(Math.max(iops, 0), Math.max(mibps, 0));
  }
}
