package org.csiscaleio.operation;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A place as CSI's topology has it: what is so in all of it, as {@code {org.example/zone=a,
 * org.example/rack=r1}}. The more is said, the smaller it is.
 *
 * @param segments by key; sorted
 */
public record Place(SortedMap<String, String> segments) {
  public Place {
    segments = Collections.unmodifiableSortedMap(new TreeMap<>(segments));
  }

  public static Place of(Map<String, String> segments) {
    return new Place(new TreeMap<>(segments));
  }

  /** For people: {@code {org.example/rack=r1, org.example/zone=a}}. */
  @Override
  public String toString() {
    return segments.toString();
  }
}
