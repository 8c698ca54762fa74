package org.csiscaleio.image.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a command needs that asks the array and serves nobody.
 *
 * @param gateways the system that is meant, or all where none was named; at least one
 * @param owner the configured one; one that follows from an SDC is not known here
 * @param instance the configured one
 * @param node where this host has what
 * @param warnings what the operator should know, one sentence each
 */
public record ToolConfiguration(
    List<Configuration.Gateway> gateways,
    Optional<String> owner,
    Optional<String> instance,
    Configuration.Node node,
    List<String> warnings) {
  public ToolConfiguration {
    gateways = List.copyOf(gateways);
    warnings = List.copyOf(warnings);
  }

  /**
   * The one system that is meant.
   *
   * @throws ConfigurationException when it could be one of several
   */
  public Configuration.Gateway gateway() {
    if (gateways.size() > 1) {
      throw new ConfigurationException(
          List.of(
              "system: say with --system ID which of the systems is meant: "
                  + gateways.stream()
                      .flatMap(gateway -> gateway.systemId().stream())
                      .collect(Collectors.joining(", "))));
    }
    return gateways.getFirst();
  }

  /**
   * Reads flags, environment and, if one is named, the file; the same one that the plugin has will
   * do.
   *
   * @param flags those of the command line that are settings
   * @throws ConfigurationException with all problems found
   */
  public static ToolConfiguration read(List<String> flags, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Values values = Configuration.values(flags, environment, problems, warnings);
    return new ConfigurationBuilder(values, MesosSandbox.of(environment), problems, warnings)
        .buildForTool();
  }
}
