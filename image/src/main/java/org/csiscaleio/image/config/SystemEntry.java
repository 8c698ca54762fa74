package org.csiscaleio.image.config;

import java.util.Map;

/**
 * One entry of the list of systems, before it is understood.
 *
 * @param at where it begins
 */
record SystemEntry(Map<Setting<?>, Given> given, Source.FileLine at) {
  SystemEntry {
    given = Map.copyOf(given);
  }
}
