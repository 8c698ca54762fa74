package org.csiscaleio.image.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.config.Choices.Mode;

/**
 * What {@code serve} would be told, to be looked at and not served.
 *
 * @param file where it is, if in a file
 * @param endpoint empty where the orchestrator says it to the plugin, and nobody here
 * @param gateways as in {@link Configuration}
 * @param startedByMesos whether an agent started this program
 * @param agentWorkDirectory that agent's work_dir, if it did
 * @param warnings what the operator should know, one sentence each
 */
public record ExaminedConfiguration(
    Optional<Path> file,
    Optional<Configuration.Endpoint> endpoint,
    Mode mode,
    List<Configuration.Gateway> gateways,
    Configuration.Volumes volumes,
    Configuration.Sharing sharing,
    Configuration.Node node,
    boolean startedByMesos,
    Optional<Path> agentWorkDirectory,
    List<String> warnings) {
  public ExaminedConfiguration {
    gateways = List.copyOf(gateways);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads flags, environment and, if one is named, the file, as {@code serve} does.
   *
   * @throws ConfigurationException with all problems found
   */
  public static ExaminedConfiguration read(List<String> flags, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Values values = Configuration.values(flags, environment, problems, warnings);
    return new ConfigurationBuilder(values, MesosSandbox.of(environment), problems, warnings)
        .buildForExamination();
  }

  /**
   * Sees that flags can be read, whatever they say.
   *
   * @throws ConfigurationException when one is unknown, or lacks its value
   */
  public static void requireFlags(List<String> flags) {
    List<String> problems = new ArrayList<>();
    CommandLine.read(flags, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
