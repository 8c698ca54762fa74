package org.csiscaleio.operation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How this plugin names places. All keys have the plugin's name as prefix, as the specification
 * wants one prefix for all keys of a plugin. {@code <prefix>/<system id>=true} stands for every
 * host whose SDC serves that system, which is who can reach its volumes; a host can have several.
 * Any other key is a label of the operator's, {@code <prefix>/zone=a} say.
 */
public final class PlaceNames {
  /** What a label's name and value look like: at most 63 characters. */
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private static final Pattern SYSTEM = Pattern.compile("[0-9a-f]{16}");
  private static final String SERVED = "true";

  private final String prefix;

  /**
   * @param pluginName as GetPluginInfo says it; keys have it in lower case, as the specification
   *     demands
   */
  public PlaceNames(String pluginName) {
    this.prefix = pluginName.toLowerCase(Locale.ROOT) + "/";
  }

  /** Whether a label can have that name: a system's id is none. */
  public static boolean isLabelName(String name) {
    return WORD.matcher(name).matches() && !SYSTEM.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether a label can have that value. */
  public static boolean isLabelValue(String value) {
    return WORD.matcher(value).matches();
  }

  /** The place of a host that serves those systems, or of the volumes of one. */
  public Place place(Collection<String> systemIds, Map<String, String> labels) {
    var segments = new TreeMap<String, String>();
    systemIds.forEach(id -> segments.put(prefix + id, SERVED));
    labels.forEach((name, value) -> segments.put(prefix + name, value));
    return new Place(segments);
  }

  /**
   * Reads a place that an orchestrator sent.
   *
   * @param field where it stood, for the complaint
   * @return by name without the prefix, in lower case, as keys are compared without regard to case
   * @throws Failure INVALID_ARGUMENT for what this plugin can never have told
   */
  public Map<String, String> read(String field, Place place) {
    var read = new LinkedHashMap<String, String>();
    place
        .segments()
        .forEach((key, value) -> {
          String lower = key.toLowerCase(Locale.ROOT);
          if (!lower.startsWith(prefix) || lower.length() == prefix.length()) {
            throw Failure.invalid(
                field
                    + " has the key '"
                    + key
                    + "', which is none of this plugin's: they begin with "
                    + prefix);
          }
          if (read.put(lower.substring(prefix.length()), value) != null) {
            throw Failure.invalid(field + " has the key '" + key + "' twice");
          }
        });
    return read;
  }

  /**
   * Why the volumes of a system cannot be reached from a place; empty when they can. A place that
   * names systems means hosts that serve no other. What a place does not say may be either way.
   *
   * @param place as {@link #read}
   * @param labels those the system's hosts must have
   */
  public static Optional<String> unreachable(
      Map<String, String> place, String systemId, Map<String, String> labels) {
    boolean namesSystems = place.keySet().stream().anyMatch(name -> SYSTEM.matcher(name).matches());
    if (namesSystems && !SERVED.equals(place.get(systemId))) {
      return Optional.of("no host there serves system " + systemId);
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String there = place.get(label.getKey().toLowerCase(Locale.ROOT));
      if (there != null && !there.equals(label.getValue())) {
        return Optional.of(
            "system "
                + systemId
                + " is for hosts with "
                + label.getKey()
                + "="
                + label.getValue()
                + ", and there it is "
                + there);
      }
    }
    return Optional.empty();
  }
}
