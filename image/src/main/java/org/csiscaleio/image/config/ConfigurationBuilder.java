package org.csiscaleio.image.config;

import static org.csiscaleio.image.config.Catalogue.ENDPOINT;
import static org.csiscaleio.image.config.Catalogue.GATEWAY_URLS;
import static org.csiscaleio.image.config.Catalogue.MODE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.service.ImportPatterns;
import org.csiscaleio.controller.service.NodeScopeSettings;
import org.csiscaleio.controller.service.PoolQuotas;
import org.csiscaleio.controller.service.QosLimits;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Choices.Sizing;
import org.csiscaleio.image.config.Choices.Stage;
import org.csiscaleio.image.config.Choices.StatsdFormat;
import org.csiscaleio.image.config.Choices.TellPlaces;
import org.csiscaleio.node.service.SdcWishes;
import org.csiscaleio.operation.Failure;

/** Makes a configuration of single values, and checks how they go together. */
final class ConfigurationBuilder {
  private static final Duration LEAST_REFRESH = Duration.ofSeconds(10);

  private final Values values;
  private final MesosSandbox sandbox;
  private final List<String> problems;
  private final List<String> warnings;

  ConfigurationBuilder(
      Values values, MesosSandbox sandbox, List<String> problems, List<String> warnings) {
    this.values = values;
    this.sandbox = sandbox;
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * @throws ConfigurationException with all problems found so far and here
   */
  Configuration build() {
    Optional<Configuration.Endpoint> endpoint = endpoint();
    List<Configuration.Gateway> gateways = gateways();
    noSystemBesideSystems();
    Configuration.Sharing sharing = sharing();
    Configuration.Node node = node();
    Configuration.Metrics metrics = metrics();
    Optional<Configuration.Traces> traces =
        values.find(Catalogue.TRACES_ENDPOINT).isPresent()
            ? Optional.of(new TracesBuilder(values, problems, warnings).build())
            : Optional.empty();
    if (endpoint.isEmpty() || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(
        serving(endpoint.get(), sharing.scope()),
        gateways,
        volumes(),
        sharing,
        node,
        metrics,
        traces,
        logs(),
        warnings);
  }

  private void noSystemBesideSystems() {
    if (!values.systems().isEmpty() && values.isGiven(Catalogue.SYSTEM)) {
      problems.add(
          "system: ("
              + values.source(Catalogue.SYSTEM)
              + ") says nothing beside systems: where nobody says which, the first of them is meant");
    }
  }

  /**
   * Builds what is to be examined. The endpoint may be missing: orchestrators say it.
   *
   * @throws ConfigurationException with all problems found so far and here
   */
  ExaminedConfiguration buildForExamination() {
    Optional<Configuration.Endpoint> endpoint =
        values.find(ENDPOINT).isPresent() ? endpoint() : Optional.empty();
    List<Configuration.Gateway> gateways = gateways();
    noSystemBesideSystems();
    Configuration.Sharing sharing = sharing();
    Configuration.Node node = node();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new ExaminedConfiguration(
        values.find(Catalogue.CONFIG),
        endpoint,
        values.get(MODE),
        gateways,
        volumes(),
        sharing,
        node,
        sandbox.isPresent(),
        sandbox.workDirectory(),
        warnings);
  }

  /**
   * Builds what a command needs that serves nobody.
   *
   * @throws ConfigurationException with all problems found so far and here
   */
  ToolConfiguration buildForTool() {
    List<Configuration.Gateway> gateways = meant(gateways());
    if (gateways.isEmpty() && problems.isEmpty()) {
      problems.add("gateway: not given; say --config FILE, or --gateway https://HOST");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new ToolConfiguration(
        gateways, values.find(Catalogue.OWNER), values.find(Catalogue.INSTANCE), node(), warnings);
  }

  /** The one that is named, or all. */
  private List<Configuration.Gateway> meant(List<Configuration.Gateway> gateways) {
    Optional<String> named = values.find(Catalogue.SYSTEM).map(id -> id.toLowerCase(Locale.ROOT));
    if (values.systems().isEmpty() || named.isEmpty()) {
      return gateways;
    }
    List<Configuration.Gateway> found =
        gateways.stream().filter(gateway -> gateway.systemId().equals(named)).toList();
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add(
          "system: "
              + named.get()
              + " is none of the systems that are listed: "
              + gateways.stream()
                  .flatMap(gateway -> gateway.systemId().stream())
                  .collect(Collectors.joining(", ")));
    }
    return found;
  }

  private Optional<Configuration.Endpoint> endpoint() {
    Optional<String> text = values.find(ENDPOINT);
    if (text.isEmpty()) {
      problems.add(
          "endpoint: not given; set CSI_ENDPOINT or say --endpoint unix:///run/csi/csi.sock");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Configuration.Endpoint(
              SocketAddressText.path(text.get()),
              values.get(Catalogue.ENDPOINT_MODE),
              values.find(Catalogue.ENDPOINT_USER),
              values.find(Catalogue.ENDPOINT_GROUP)));
    } catch (IllegalArgumentException e) {
      problems.add(
          "endpoint: '" + text.get() + "' (" + values.source(ENDPOINT) + ") " + e.getMessage());
      return Optional.empty();
    }
  }

  private Configuration.Serving serving(Configuration.Endpoint endpoint, Scope scope) {
    TellPlaces places = values.get(Catalogue.ADVERTISE_TOPOLOGY);
    return new Configuration.Serving(
        endpoint,
        values.get(MODE),
        values.get(Catalogue.NAME),
        values.get(Catalogue.SPEC_LEVEL),
        values.get(Catalogue.V0_LEVEL),
        values.get(Catalogue.GENERATIONS),
        values.get(Catalogue.MAX_REQUESTS),
        values.get(Catalogue.MAX_MESSAGE_MIB) * 1024 * 1024,
        values.get(Catalogue.DEADLINE),
        values.get(Catalogue.DRAIN),
        sandbox.isPresent(),
        sandbox.workDirectory(),
        places == TellPlaces.AUTO
            ? scope == Scope.CLUSTER && !sandbox.isPresent()
            : places == TellPlaces.TRUE);
  }

  /** The agent deletes what it does not know there, with all that is in it. */
  private Path stateDirectory() {
    Path directory = values.get(Catalogue.STATE_DIR).normalize();
    sandbox
        .workDirectory()
        .map(work -> work.resolve("csi"))
        .filter(directory::startsWith)
        .ifPresent(agents ->
            problems.add(
                "stateDir: "
                    + directory
                    + " ("
                    + values.source(Catalogue.STATE_DIR)
                    + ") lies in "
                    + agents
                    + ", where the Mesos agent deletes what it does not know; use another one"));
    return directory;
  }

  /** Those of the list of systems, or the one that is said without a list. */
  private List<Configuration.Gateway> gateways() {
    if (values.systems().isEmpty()) {
      return new GatewayBuilder(values, problems, warnings).build().stream().toList();
    }
    if (values.isGiven(GATEWAY_URLS)) {
      problems.add(
          "gateway: ("
              + values.source(GATEWAY_URLS)
              + ") and systems are both given; say each system's gateway in its entry of systems");
    }
    var gateways = new ArrayList<Configuration.Gateway>();
    for (SystemEntry entry : values.systems()) {
      new GatewayBuilder(values.of(entry, problems), problems, warnings)
          .build(entry.at())
          .ifPresent(gateways::add);
    }
    gateways.stream()
        .flatMap(gateway -> gateway.systemId().stream())
        .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()))
        .forEach((id, times) -> {
          if (times > 1) {
            problems.add("systems: system " + id + " is listed " + times + " times; list it once");
          }
        });
    return gateways;
  }

  private Configuration.Volumes volumes() {
    return new Configuration.Volumes(
        values.get(Catalogue.THICK_PROVISIONING),
        values.get(Catalogue.DEFAULT_FS_TYPE),
        (values.get(Catalogue.DEFAULT_VOLUME_SIZE_GIB) + 7) / 8 * 8,
        values.get(Catalogue.ALLOW_UNPADDED_POOLS),
        values.get(Catalogue.LIST_POLICY_SNAPSHOTS),
        values.get(Catalogue.PREEMPT),
        values.get(Catalogue.DELETE_UNMAPS));
  }

  /** Many agents each start one under Mesos; each acting for the whole array would offer it. */
  private Configuration.Sharing sharing() {
    Scope scope = values.get(Catalogue.SCOPE);
    if (scope == Scope.AUTO) {
      scope = sandbox.isPresent() ? Scope.NODE : Scope.CLUSTER;
    }
    if (scope == Scope.CLUSTER && sandbox.isPresent()) {
      warnings.add(
          "scope: cluster ("
              + values.source(Catalogue.SCOPE)
              + ") makes this plugin list, offer and delete all volumes of the array, and Mesos"
              + " started it (MESOS_SANDBOX is set): be sure that no other agent's plugin uses"
              + " the same array, or say scope: node");
    }
    if (scope == Scope.CLUSTER) {
      for (Setting<?> setting : Catalogue.all()) {
        if (setting.group() == Setting.Group.SHARING && values.isGiven(setting)) {
          warnings.add(
              setting.key()
                  + " ("
                  + values.source(setting)
                  + ") has no effect: the scope is cluster, not node");
        }
      }
    }
    return new Configuration.Sharing(
        scope,
        values.find(Catalogue.OWNER),
        values
            .find(Catalogue.INSTANCE)
            .or(sandbox::pluginTypeAndName)
            .orElse(Owner.DEFAULT_INSTANCE),
        new NodeScopeSettings(
            values.find(Catalogue.QUOTA).orElse(PoolQuotas.NONE),
            values.find(Catalogue.IMPORTS).orElse(ImportPatterns.NONE),
            values.get(Catalogue.IMPORT_RETAIN),
            values.get(Catalogue.SIZING) == Sizing.STRICT,
            limits(),
            values.get(Catalogue.REFRESH)));
  }

  private QosLimits limits() {
    try {
      return new QosLimits(values.get(Catalogue.IOPS_LIMIT), values.get(Catalogue.BANDWIDTH_LIMIT));
    } catch (Failure e) {
      problems.add(e.message());
      return QosLimits.NONE;
    }
  }

  private Configuration.Node node() {
    Stage stage = values.get(Catalogue.STAGE);
    return new Configuration.Node(
        values.find(Catalogue.SDC_GUID),
        values.get(Catalogue.DRV_CFG),
        values.get(Catalogue.SDC_DEVICE),
        values.get(Catalogue.BY_ID_DIRECTORY),
        Duration.ofSeconds(values.get(Catalogue.DEVICE_WAIT_SECONDS)),
        values.get(Catalogue.MAX_VOLUMES_PER_NODE),
        values.get(Catalogue.FS_CHECK),
        stage == Stage.AUTO ? !sandbox.isPresent() : stage == Stage.TRUE,
        stateDirectory(),
        values.get(Catalogue.NODE_CREATE),
        new SdcWishes(
            values.get(Catalogue.APPROVE_SDC),
            values.find(Catalogue.NAME_SDC),
            values.get(Catalogue.RENAME_SDC),
            values.get(Catalogue.CHECK_SDC_ADDRESS)),
        values.find(Catalogue.TOPOLOGY).orElse(Map.of()));
  }

  private Configuration.Metrics metrics() {
    Optional<ListenAddress> listen = values.find(Catalogue.METRICS_LISTEN);
    if (listen.isPresent() && listen.get() instanceof ListenAddress.Tcp tcp && tcp.open()) {
      warnings.add(
          "metricsListen: "
              + tcp
              + " ("
              + values.source(Catalogue.METRICS_LISTEN)
              + ") shows metrics to whoever reaches this host, without a password");
    }
    Duration refresh = values.get(Catalogue.METRICS_REFRESH);
    if (refresh.isPositive() && refresh.compareTo(LEAST_REFRESH) < 0) {
      problems.add(
          "metricsRefresh: less than 10s ("
              + values.source(Catalogue.METRICS_REFRESH)
              + ") would keep the gateway busy; say 10s or more, or 0s");
    }
    StatsdFormat format = values.get(Catalogue.STATSD_FORMAT);
    Optional<String> host =
        values.find(Catalogue.STATSD_HOST).filter(any -> format != StatsdFormat.OFF);
    int port = values.get(Catalogue.STATSD_PORT);
    return new Configuration.Metrics(
        listen, host.map(name -> new Configuration.Statsd(name, port, format)), refresh);
  }

  private Configuration.Logs logs() {
    return new Configuration.Logs(
        values.get(Catalogue.LOG_LEVEL), values.get(Catalogue.LOG_FORMAT));
  }
}
