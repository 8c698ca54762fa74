package org.csiscaleio.mesos.wire;

import java.util.Map;

/**
 * A volume as a plugin lists or creates it.
 *
 * @param context volume_context, in older versions attributes
 */
public record ListedVolume(String id, long capacityBytes, Map<String, String> context) {
  public ListedVolume {
    context = Map.copyOf(context);
  }
}
