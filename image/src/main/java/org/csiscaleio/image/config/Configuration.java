package org.csiscaleio.image.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.service.NodeScopeSettings;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.image.config.Choices.FsCheck;
import org.csiscaleio.image.config.Choices.FsType;
import org.csiscaleio.image.config.Choices.LogFormat;
import org.csiscaleio.image.config.Choices.LogLevel;
import org.csiscaleio.image.config.Choices.Mode;
import org.csiscaleio.image.config.Choices.Preempt;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Choices.StatsdFormat;
import org.csiscaleio.node.service.SdcWishes;

/**
 * Everything the operator decided, checked and immutable.
 *
 * @param gateways of each system its own; the first system is meant where nobody says which. Empty
 *     only in mode node, when nothing was said about one
 * @param warnings what the operator should know, one sentence each
 */
public record Configuration(
    Serving serving,
    List<Gateway> gateways,
    Volumes volumes,
    Sharing sharing,
    Node node,
    Metrics metrics,
    Optional<Traces> traces,
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
   * @param tellPlaces whether it is told from where volumes can be reached
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
      Optional<Path> agentWorkDirectory,
      boolean tellPlaces) {}

  /** The socket to serve on, who owns it and who may use it; permissions as chmod's number. */
  public record Endpoint(Path path, int mode, Optional<String> user, Optional<String> group) {}

  /**
   * A ScaleIO system and its gateways.
   *
   * @param storagePool of volumes whose parameters name none
   * @param protectionDomain of the pools, where a pool's name alone is ambiguous
   * @param labels those a host must have to reach its volumes
   */
  public record Gateway(
      List<URI> addresses,
      String user,
      Password password,
      Optional<String> system,
      GatewayTls tls,
      int maxRequests,
      Duration connectTimeout,
      Duration requestTimeout,
      Optional<String> storagePool,
      Optional<String> protectionDomain,
      Map<String, String> labels) {
    /** The same, for hosts that have these labels. */
    Gateway forHosts(Map<String, String> required) {
      return new Gateway(
          addresses,
          user,
          password,
          system,
          tls,
          maxRequests,
          connectTimeout,
          requestTimeout,
          storagePool,
          protectionDomain,
          required);
    }

    /** The system's id, where an id was said; a name would have to be asked for. */
    public Optional<String> systemId() {
      return system.map(said -> said.toLowerCase(Locale.ROOT)).filter(VolumeId::isId);
    }
  }

  /** Where the password comes from. */
  public sealed interface Password {
    /** From the environment; does not change while the program runs. */
    record Fixed(Secret secret) implements Password {}

    /** A file, read again at every login. */
    record InFile(Path file) implements Password {}
  }

  /** What a volume becomes when its parameters do not say. Sizes in GiB. */
  public record Volumes(
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
   * @param labels of this host
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
      SdcWishes sdcWishes,
      Map<String, String> labels) {}

  /**
   * Who is told how the plugin is doing.
   *
   * @param listen where Prometheus may fetch it; empty: nowhere
   * @param statsd where it is sent; empty: nowhere
   * @param refresh how often the array is asked for it; zero: never
   */
  public record Metrics(Optional<ListenAddress> listen, Optional<Statsd> statsd, Duration refresh) {
    /** Whether anybody is told. */
    public boolean wanted() {
      return listen.isPresent() || statsd.isPresent();
    }
  }

  /**
   * A StatsD server.
   *
   * @param format never OFF
   */
  public record Statsd(String host, int port, StatsdFormat format) {}

  /**
   * Traces of requests.
   *
   * @param endpoint where they are posted
   * @param serviceName what this plugin is called in them
   * @param ratio from 0, none, to 1, all: of those that no caller's trace decides
   * @param headerFile with headers for the endpoint, secret ones too
   * @param caFile what is trusted in place of this host's authorities
   */
  public record Traces(
      URI endpoint,
      String serviceName,
      double ratio,
      Optional<Path> headerFile,
      Optional<Path> caFile) {}

  public record Logs(LogLevel level, LogFormat format) {}

  public Configuration {
    gateways = List.copyOf(gateways);
    warnings = List.copyOf(warnings);
  }

  /** The system that is meant where nobody says which, and its gateways. */
  public Optional<Gateway> gateway() {
    return gateways.stream().findFirst();
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
    ConfigurationFile.Content file =
        new Values(List.of(fromFlags, fromEnvironment), List.of(), new ArrayList<>())
            .find(Catalogue.CONFIG)
            .map(path -> ConfigurationFile.read(path, problems))
            .orElse(ConfigurationFile.Content.NONE);
    return new Values(List.of(fromFlags, fromEnvironment, file.given()), file.systems(), problems);
  }
}
