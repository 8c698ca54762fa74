package org.csiscaleio.image;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.controller.service.Preemption;
import org.csiscaleio.controller.service.ServedSystem;
import org.csiscaleio.controller.service.SnapshotSettings;
import org.csiscaleio.controller.service.SystemsController;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.identity.service.IdentitySettings;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.Configuration.Password;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.node.host.HostSettings;
import org.csiscaleio.node.host.HostSettings.CheckPolicy;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.node.service.ArrayAccess;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodePlace;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.NodeSettings;
import org.csiscaleio.node.service.SdcOnboarding;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.PlaceNames;
import org.csiscaleio.operation.meter.Meter;
import org.slf4j.LoggerFactory;

/**
 * What the program is made of, put together from the configuration. Does no I/O. The use cases
 * only; {@link Bindings} makes them callable.
 */
final class Wiring implements AutoCloseable {
  private final Configuration configuration;
  private final Meters meters;
  private final List<Array> arrays;
  private final Optional<Controller> controller;
  private final Optional<LinuxHost> host;
  private final Optional<NodeService> node;
  private final Optional<LeftOvers> leftOvers;
  private final Optional<SdcWatch> sdcWatch;

  /**
   * @param meters are told of what happens, and closed with this
   */
  Wiring(Configuration configuration, Redaction redaction, Meters meters) {
    this.configuration = configuration;
    this.meters = meters;
    Meter hostMeter = meters.ofHost();
    boolean served = configuration.serving().mode().servesController();
    arrays =
        configuration.gateways().stream()
            .map(gateway ->
                array(gateway, configuration, served, redaction, meters.ofSystem(gateway)))
            .toList();
    controller = served ? Optional.of(controller(configuration, arrays)) : Optional.empty();
    host =
        configuration.serving().mode().servesNode()
            ? Optional.of(LinuxHost.open(hostSettings(configuration.node()), hostMeter))
            : Optional.empty();
    node =
        host.map(machine ->
            new NodeService(
                nodeSettings(configuration),
                machine,
                machine.records(configuration.node().stateDirectory()),
                access(configuration, arrays)));
    leftOvers = node.map(LeftOvers::new);
    sdcWatch =
        node.map(service ->
            new SdcWatch(
                host.orElseThrow(),
                service,
                arrays.stream()
                    .map(array ->
                        new SdcWatch.Known(
                            array.gateway().systemId(),
                            new SdcOnboarding(array.system(), configuration.node().sdcWishes())))
                    .toList(),
                hostMeter,
                sdcLooks(configuration.metrics())));
  }

  /** How often the SDC is looked at: for metrics, if more often than without. */
  private static Duration sdcLooks(Configuration.Metrics metrics) {
    return metrics.wanted() && metrics.refresh().isPositive()
        ? metrics.refresh()
        : SdcWatch.WHEN_ALL_IS_WELL;
  }

  /** The system behind a gateway. Does no I/O. */
  static ScaleIoSystem open(Configuration.Gateway gateway, Redaction redaction) {
    return open(gateway, redaction, Meter.NONE);
  }

  private static ScaleIoSystem open(
      Configuration.Gateway gateway, Redaction redaction, Meter meter) {
    return HttpScaleIoSystem.open(gatewaySettings(gateway, redaction), meter);
  }

  /**
   * One of the systems that are served.
   *
   * @param controller its use cases; empty in mode node
   */
  record Array(
      Configuration.Gateway gateway,
      ScaleIoSystem system,
      Optional<ControllerService> controller) {}

  private static Array array(
      Configuration.Gateway gateway,
      Configuration configuration,
      boolean served,
      Redaction redaction,
      Meter meter) {
    ScaleIoSystem system = open(gateway, redaction, meter);
    return new Array(
        gateway,
        system,
        served ? Optional.of(useCases(system, gateway, configuration)) : Optional.empty());
  }

  private static ControllerService useCases(
      ScaleIoSystem system, Configuration.Gateway gateway, Configuration configuration) {
    ControllerSettings settings = controllerSettings(gateway, configuration);
    Configuration.Sharing sharing = configuration.sharing();
    var snapshots = new SnapshotSettings(configuration.volumes().listPolicySnapshots());
    return switch (sharing.scope()) {
      case NODE ->
          new ControllerService(
              system, settings, snapshots, sharing.nodeScope(), owner(configuration));
      case AUTO, CLUSTER -> new ControllerService(system, settings, snapshots);
    };
  }

  private static Controller controller(Configuration configuration, List<Array> arrays) {
    return new SystemsController(
        arrays.stream()
            .map(array ->
                new ServedSystem(
                    array.controller().orElseThrow(),
                    array.system(),
                    array.gateway().systemId(),
                    array.gateway().labels()))
            .toList(),
        new PlaceNames(configuration.serving().pluginName()),
        configuration.serving().tellPlaces(),
        // Mesos reads one page and takes it for everything.
        configuration.sharing().scope() == Scope.NODE);
  }

  private static Optional<ArrayAccess> access(Configuration configuration, List<Array> arrays) {
    if (arrays.size() <= 1) {
      return arrays.stream().map(array -> access(configuration, array)).findFirst();
    }
    var bySystemId = new LinkedHashMap<String, ArrayAccess>();
    for (Array array : arrays) {
      bySystemId.put(array.gateway().systemId().orElseThrow(), access(configuration, array));
    }
    return Optional.of(new SystemsArrayAccess(bySystemId));
  }

  /** A volume that nobody mapped is named by a task, and may be any of the array's. */
  private static ArrayAccess access(Configuration configuration, Array array) {
    return new ControllerArrayAccess(
        ControllerService.ofNode(
            array.system(), controllerSettings(array.gateway(), configuration)),
        array.system());
  }

  /** Asks this host's SDC, also in mode controller, where nothing else does. */
  private static ThisOwner owner(Configuration configuration) {
    return new ThisOwner(
        configuration.sharing(),
        configuration.node().sdcGuid(),
        LinuxHost.open(hostSettings(configuration.node())));
  }

  /** Who the plugin is, and for whom it speaks: a relay asks before it lets anybody through. */
  IdentitySettings identity() {
    return IdentitySettings.named(configuration.serving().pluginName())
        .placed(configuration.serving().tellPlaces())
        .telling("scope", configuration.sharing().scope().name().toLowerCase(Locale.ROOT));
  }

  /** Empty in mode node. */
  Optional<Controller> controller() {
    return controller;
  }

  /** Empty in mode controller. */
  Optional<NodeService> node() {
    return node;
  }

  /** Empty in mode controller. */
  Optional<LinuxHost> host() {
    return host;
  }

  /** Empty in mode controller. */
  Optional<LeftOvers> leftOvers() {
    return leftOvers;
  }

  /** Empty in mode controller. */
  Optional<SdcWatch> sdcWatch() {
    return sdcWatch;
  }

  /** Says in the log which mounts are missing on this host; for the background. */
  void reportLostTargets(Deadline deadline) {
    host.ifPresent(machine -> {
      int lost =
          machine.reportLostTargets(
              configuration
                  .serving()
                  .agentWorkDirectory()
                  .map(work -> work.resolve("csi").resolve(configuration.serving().pluginName())),
              configuration.node().stateDirectory(),
              deadline);
      if (lost > 0) {
        LoggerFactory.getLogger(Wiring.class).warn("{} published volumes are not mounted", lost);
      }
    });
  }

  /** What Controller and node work on; empty in mode node without a gateway. */
  List<Array> arrays() {
    return arrays;
  }

  /** How many calls into the kernel hang. */
  int stuckCalls() {
    return host.map(LinuxHost::stuckCalls).orElse(0);
  }

  /** Ends what goes on in the background and logs out of the gateway. */
  @Override
  public void close() {
    leftOvers.ifPresent(LeftOvers::close);
    sdcWatch.ifPresent(SdcWatch::close);
    controller.ifPresent(Controller::close);
    meters.close();
    arrays.forEach(array -> array.system().close());
  }

  static GatewaySettings gatewaySettings(Configuration.Gateway gateway, Redaction redaction) {
    return new GatewaySettings(
        gateway.addresses(),
        credentials(gateway, redaction),
        gateway.tls(),
        gateway.system(),
        gateway.maxRequests(),
        gateway.connectTimeout(),
        gateway.requestTimeout(),
        "csi-scaleio/" + Version.OURS);
  }

  /** Asked at every login, so that a changed password is known to the redaction too. */
  private static Supplier<GatewayCredentials> credentials(
      Configuration.Gateway gateway, Redaction redaction) {
    Supplier<GatewayCredentials> source =
        switch (gateway.password()) {
          case Password.Fixed fixed ->
              GatewayCredentials.fixed(gateway.user(), fixed.secret().reveal());
          case Password.InFile file ->
              GatewayCredentials.withPasswordFile(gateway.user(), file.file());
        };
    return () -> {
      GatewayCredentials credentials = source.get();
      redaction.remember(credentials.password());
      return credentials;
    };
  }

  private static ControllerSettings controllerSettings(
      Configuration.Gateway gateway, Configuration configuration) {
    Configuration.Volumes volumes = configuration.volumes();
    ControllerSettings defaults = ControllerSettings.defaults();
    return new ControllerSettings(
        gateway.storagePool(),
        gateway.protectionDomain(),
        volumes.thick(),
        volumes.sizeGib() * (1L << 30),
        volumes.allowUnpaddedPools(),
        configuration.node().maxVolumes(),
        configuration.serving().deadline(),
        defaults.listingAge(),
        defaults.listingCount(),
        switch (volumes.preempt()) {
          case OFF -> Preemption.OFF;
          case ON_REQUEST -> Preemption.ON_REQUEST;
          case ALWAYS -> Preemption.ALWAYS;
        },
        volumes.deleteUnmaps());
  }

  static HostSettings hostSettings(Configuration.Node node) {
    return new HostSettings(
        node.byIdDirectory(),
        node.deviceWait(),
        node.sdcDevice(),
        node.drvCfg(),
        node.sdcGuid(),
        switch (node.fsCheck()) {
          case AUTO -> CheckPolicy.AUTO;
          case OFF -> CheckPolicy.OFF;
        });
  }

  private static NodeSettings nodeSettings(Configuration configuration) {
    return new NodeSettings(
        switch (configuration.volumes().fsType()) {
          case EXT4 -> FileSystemType.EXT4;
          case EXT3 -> FileSystemType.EXT3;
          case XFS -> FileSystemType.XFS;
          case BTRFS -> FileSystemType.BTRFS;
        },
        configuration.node().maxVolumes(),
        configuration.node().stage(),
        configuration.gateway().flatMap(Configuration.Gateway::systemId),
        configuration.node().createVolumes(),
        !configuration.serving().mode().servesController(),
        // Mesos does not look at it, and need not wait for it.
        configuration.sharing().scope() == Scope.CLUSTER,
        configuration.serving().tellPlaces()
            ? Optional.of(
                new NodePlace(
                    new PlaceNames(configuration.serving().pluginName()),
                    configuration.node().labels(),
                    configuration.gateways().stream()
                        .flatMap(gateway -> gateway.systemId().stream())
                        .collect(toSet())))
            : Optional.empty());
  }
}
