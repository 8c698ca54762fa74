package org.csiscaleio.image.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.service.NodeScopeSettings;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.config.Choices.FsCheck;
import org.csiscaleio.image.config.Choices.FsType;
import org.csiscaleio.image.config.Choices.LogFormat;
import org.csiscaleio.image.config.Choices.LogLevel;
import org.csiscaleio.image.config.Choices.Mode;
import org.csiscaleio.image.config.Choices.Preempt;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.node.service.SdcWishes;

/**
 * Everything the operator decided, checked and immutable.
 *
 * @param gateway empty only in mode node, when nothing was said about one
 * @param warnings what the operator should know, one sentence each
 */
public record Configuration(
    Serving serving,
    Optional<Gateway> gateway,
    Volumes volumes,
    Sharing sharing,
    Node node,
    Logs logs,
    List<String> warnings) {

  /**
   * How requests come in.
   *
   * @param pluginName what GetPluginInfo says
   * @param specLevel of csi.v1: what is advertised
   * @param v0Level of csi.v0: what is advertised
   * @param generations which are served, each once
   * @param maxRequests served at a time
   * @param maxMessageBytes the largest request accepted
   * @param deadline for requests whose caller set none
   * @param drain how long running requests may take at a graceful stop
   * @param startedByMesos whether an agent started this program
   * @param agentWorkDirectory that agent's work_dir, if it did
   */
  public record Serving(
      Endpoint endpoint,
      Mode mode,
      String pluginName,
      SpecLevel specLevel,
      V0Level v0Level,
      List<Generation> generations,
      int maxRequests,
      int maxMessageBytes,
      Duration deadline,
      Duration drain,
      boolean startedByMesos,
      Optional<Path> agentWorkDirectory) {}

  /** The socket to serve on, who owns it and who may use it; permissions as chmod's number. */
  public record Endpoint(Path path, int mode, Optional<String> user, Optional<String> group) {}

  /** The one ScaleIO system and its gateways. */
  public record Gateway(
      List<URI> addresses,
      String user,
      Password password,
      Optional<String> system,
      GatewayTls tls,
      int maxRequests,
      Duration connectTimeout,
      Duration requestTimeout) {}

  /** Where the password comes from. */
  public sealed interface Password {
    /** From the environment; does not change while the program runs. */
    record Fixed(Secret secret) implements Password {}

    /** A file, read again at every login. */
    record InFile(Path file) implements Password {}
  }

  /** What a volume becomes when its parameters do not say. Sizes in GiB. */
  public record Volumes(
      Optional<String> storagePool,
      Optional<String> protectionDomain,
      boolean thick,
      FsType fsType,
      int sizeGib,
      boolean allowUnpaddedPools,
      boolean listPolicySnapshots,
      Preempt preempt,
      boolean deleteUnmaps) {}

  /**
   * For whom this plugin speaks, and what it may do then.
   *
   * @param scope never AUTO
   * @param owner empty: made from this host's SDC and the instance
   * @param instance tells plugins of one host apart
   * @param nodeScope what counts in scope NODE
   */
  public record Sharing(
      Scope scope, Optional<String> owner, String instance, NodeScopeSettings nodeScope) {}

  /**
   * This host.
   *
   * @param maxVolumes 0: not limited by us
   * @param stage whether STAGE_UNSTAGE_VOLUME is advertised
   * @param stateDirectory where it is kept what this host did without a controller
   * @param createVolumes whether a volume_context may have a volume made
   * @param sdcWishes what is done about this host's SDC on the array
   */
  public record Node(
      Optional<String> sdcGuid,
      Path drvCfg,
      Path sdcDevice,
      Path byIdDirectory,
      Duration deviceWait,
      int maxVolumes,
      FsCheck fsCheck,
      boolean stage,
      Path stateDirectory,
      boolean createVolumes,
      SdcWishes sdcWishes) {}

  public record Logs(LogLevel level, LogFormat format) {}

  public Configuration {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads flags, environment and, if one is named, the file.
   *
   * @param flags the command line after the sub-command
   * @throws ConfigurationException with all problems found
   */
  public static Configuration read(List<String> flags, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Values values = values(flags, environment, problems, warnings);
    return new ConfigurationBuilder(values, MesosSandbox.of(environment), problems, warnings)
        .build();
  }

  /** What flags, environment and file say, laid over each other. */
  static Values values(
      List<String> flags,
      Map<String, String> environment,
      List<String> problems,
      List<String> warnings) {
    Map<Setting<?>, Given> fromFlags = CommandLine.read(flags, problems);
    if (!problems.isEmpty()) {
      // A mistyped flag makes others look missing.
      throw new ConfigurationException(problems);
    }
    Map<Setting<?>, Given> fromEnvironment = Environment.read(environment, problems, warnings);
    Map<Setting<?>, Given> fromFile =
        new Values(List.of(fromFlags, fromEnvironment), new ArrayList<>())
            .find(Catalogue.CONFIG)
            .map(file -> ConfigurationFile.read(file, problems))
            .orElse(Map.of());
    return new Values(List.of(fromFlags, fromEnvironment, fromFile), problems);
  }
}
