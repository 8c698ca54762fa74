package org.csiscaleio.emulator.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Requests so far by kind; those that were answered 401 are counted once more as such. */
public final class Counters {
  /** Requests that were answered 401. */
  public static final String UNAUTHORIZED = "unauthorized";

  private final Map<String, Long> counts = new LinkedHashMap<>();

  /** Starts at zero for all of these. */
  public Counters(Iterable<String> kinds) {
    kinds.forEach(kind -> counts.put(kind, 0L));
    counts.put(UNAUTHORIZED, 0L);
  }

  public synchronized void count(String kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  public synchronized Map<String, Long> all() {
    return new LinkedHashMap<>(counts);
  }

  public synchronized void reset() {
    counts.replaceAll((kind, count) -> 0L);
  }
}
