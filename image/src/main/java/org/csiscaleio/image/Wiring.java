package org.csiscaleio.image;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.controller.service.Preemption;
import org.csiscaleio.controller.service.SnapshotSettings;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.identity.service.IdentitySettings;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.Configuration.Password;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.node.host.HostSettings;
import org.csiscaleio.node.host.HostSettings.CheckPolicy;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.node.service.ArrayAccess;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.NodeSettings;
import org.csiscaleio.node.service.SdcOnboarding;
import org.csiscaleio.operation.Deadline;
import org.slf4j.LoggerFactory;

/**
 * What the program is made of, put together from the configuration. Does no I/O. The use cases
 * only; {@link Bindings} makes them callable.
 */
final class Wiring implements AutoCloseable {
  private final Configuration configuration;
  private final Optional<ScaleIoSystem> system;
  private final Optional<ControllerService> controller;
  private final Optional<LinuxHost> host;
  private final Optional<NodeService> node;
  private final Optional<LeftOvers> leftOvers;
  private final Optional<SdcWatch> sdcWatch;

  Wiring(Configuration configuration, Redaction redaction) {
    this.configuration = configuration;
    system = configuration.gateway().map(gateway -> open(gateway, redaction));
    controller =
        system
            .filter(any -> configuration.serving().mode().servesController())
            .map(array -> controller(array, configuration));
    // A volume that nobody mapped is named by a task, and may be any of the array's.
    Optional<ArrayAccess> access =
        system.map(array ->
            new ControllerArrayAccess(
                ControllerService.ofNode(array, controllerSettings(configuration)), array));
    host =
        configuration.serving().mode().servesNode()
            ? Optional.of(LinuxHost.open(hostSettings(configuration.node())))
            : Optional.empty();
    node =
        host.map(machine ->
            new NodeService(
                nodeSettings(configuration),
                machine,
                machine.records(configuration.node().stateDirectory()),
                access));
    leftOvers = node.map(LeftOvers::new);
    sdcWatch =
        node.map(service ->
            new SdcWatch(
                host.orElseThrow(),
                service,
                system.map(array -> new SdcOnboarding(array, configuration.node().sdcWishes()))));
  }

  /** The system behind a gateway. Does no I/O. */
  static ScaleIoSystem open(Configuration.Gateway gateway, Redaction redaction) {
    return HttpScaleIoSystem.open(gatewaySettings(gateway, redaction));
  }

  private static ControllerService controller(ScaleIoSystem array, Configuration configuration) {
    ControllerSettings settings = controllerSettings(configuration);
    Configuration.Sharing sharing = configuration.sharing();
    var snapshots = new SnapshotSettings(configuration.volumes().listPolicySnapshots());
    return switch (sharing.scope()) {
      case NODE ->
          new ControllerService(
              array, settings, snapshots, sharing.nodeScope(), owner(configuration));
      case AUTO, CLUSTER -> new ControllerService(array, settings, snapshots);
    };
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
        .telling("scope", configuration.sharing().scope().name().toLowerCase(Locale.ROOT));
  }

  /** Empty in mode node. */
  Optional<ControllerService> controller() {
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
  Optional<ScaleIoSystem> system() {
    return system;
  }

  /** Ends what goes on in the background and logs out of the gateway. */
  @Override
  public void close() {
    leftOvers.ifPresent(LeftOvers::close);
    sdcWatch.ifPresent(SdcWatch::close);
    controller.ifPresent(ControllerService::close);
    system.ifPresent(ScaleIoSystem::close);
  }

  private static GatewaySettings gatewaySettings(
      Configuration.Gateway gateway, Redaction redaction) {
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

  private static ControllerSettings controllerSettings(Configuration configuration) {
    Configuration.Volumes volumes = configuration.volumes();
    ControllerSettings defaults = ControllerSettings.defaults();
    return new ControllerSettings(
        volumes.storagePool(),
        volumes.protectionDomain(),
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
        systemId(configuration),
        configuration.node().createVolumes(),
        !configuration.serving().mode().servesController());
  }

  /** The configured system, where that is an id; a name would have to be asked for. */
  private static Optional<String> systemId(Configuration configuration) {
    return configuration
        .gateway()
        .flatMap(Configuration.Gateway::system)
        .map(system -> system.toLowerCase(Locale.ROOT))
        .filter(VolumeId::isId);
  }
}
