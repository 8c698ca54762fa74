package org.csiscaleio.image.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.ExaminedConfiguration;
import org.csiscaleio.node.host.HostExamination;
import org.csiscaleio.node.host.HostSettings;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.SdcOnboarding;
import org.csiscaleio.node.service.SdcWishes;
import org.csiscaleio.node.service.ThisHost;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;

/** This host: what it may and can do, its SDC, its mounts. */
final class HostChecks {
  private static final String HOST = "This host";
  private static final String SDC = "SDC of this host";
  private static final String ON_ARRAY = "SDC on the array";
  private static final String MOUNTS = "mounts";

  /** Where orchestrators have volumes mounted that were not told otherwise. */
  private static final List<Path> USUAL =
      List.of(Path.of("/var/lib/mesos"), Path.of("/var/lib/kubelet"));

  private static final Path USUAL_OF_MESOS = USUAL.getFirst();

  private final ExaminedConfiguration configuration;
  private final Optional<Path> mounts;
  private final List<GatewayChecks> systems;
  private final LinuxHost host;
  private final HostExamination examination;

  /**
   * @param mounts where the orchestrator has volumes mounted, by the operator's word
   * @param systems of which the SDC may be a client
   */
  HostChecks(
      ExaminedConfiguration configuration,
      HostSettings settings,
      Optional<Path> mounts,
      List<GatewayChecks> systems) {
    this.configuration = configuration;
    this.mounts = mounts;
    this.systems = List.copyOf(systems);
    this.host = LinuxHost.open(settings);
    this.examination = HostExamination.of(settings);
  }

  List<Check> checks() {
    var checks = new ArrayList<Check>();
    if (configuration.mode().servesNode()) {
      checks.add(new Check(HOST, "privileges", examination::privileges));
      checks.add(new Check(HOST, "file systems", by -> examination.fileSystems(fsType(), by)));
      checks.add(new Check(HOST, "multipath", examination::claimants));
      checks.add(mountsCheck());
      checks.add(
          new Check(
              HOST,
              "state directory",
              by -> examination.stateDirectory(configuration.node().stateDirectory(), by)));
      checks.addAll(sdc());
      checks.add(new Check(SDC, "device links", examination::links));
      checks.add(new Check(SDC, "access to devices", examination::deviceAccess));
      return checks;
    }
    checks.add(Check.skipped(HOST, "host", "in mode controller nothing is mounted here"));
    if (configuration.sharing().scope() == Scope.NODE
        && configuration.sharing().owner().isEmpty()) {
      // It says whose volumes are whose.
      checks.addAll(sdc());
    } else {
      checks.add(Check.skipped(SDC, "SDC", "in mode controller none is used"));
    }
    return checks;
  }

  private FileSystemType fsType() {
    return FileSystemType.valueOf(configuration.volumes().fsType().name());
  }

  private Check mountsCheck() {
    boolean ofMesos =
        configuration.startedByMesos() || configuration.sharing().scope() == Scope.NODE;
    Optional<Path> folder =
        mounts
            .or(configuration::agentWorkDirectory)
            .or(() -> USUAL.stream().filter(Files::isDirectory).findFirst());
    return new Check(
        HOST,
        MOUNTS,
        by ->
            folder
                .map(path ->
                    examination.mountFolder(path, ofMesos || path.equals(USUAL_OF_MESOS), by))
                .orElseGet(() ->
                    List.of(
                        Finding.skip(
                            MOUNTS,
                            "nobody says where volumes are mounted",
                            "say --mounts DIR: an agent's work_dir, or /var/lib/kubelet"))));
  }

  private List<Check> sdc() {
    var checks = new ArrayList<Check>();
    checks.add(new Check(SDC, "SDC", host::checkSdc));
    if (systems.isEmpty()) {
      checks.add(
          Check.skipped(SDC, ON_ARRAY, "without a gateway the array cannot be asked about it"));
    }
    for (GatewayChecks system : systems) {
      checks.add(new Check(SDC, ON_ARRAY, by -> onArray(system, by)));
    }
    return checks;
  }

  private List<Finding> onArray(GatewayChecks system, Deadline deadline) {
    String part = systems.size() > 1 ? ON_ARRAY + " " + system.called() : ON_ARRAY;
    ThisHost here;
    try {
      here = host.identity(deadline);
      if (systems.size() > 1 && !serves(system, deadline)) {
        return List.of(Finding.skip(part, "this host's SDC has no MDM of it"));
      }
    } catch (Failure failure) {
      return List.of(
          Finding.skip(part, "this host's SDC cannot be asked who it is: " + failure.message()));
    }
    Optional<ScaleIoSystem> array = system.access().await(deadline);
    if (array.isEmpty()) {
      return List.of(Finding.skip(part, "nobody could log in"));
    }
    SdcWishes wishes = configuration.node().sdcWishes();
    SdcWishes look = new SdcWishes(false, Optional.empty(), false, wishes.checkAddress());
    return new SdcOnboarding(array.get(), look)
        .run(here, deadline).stream()
            .map(finding -> wishes.approve() ? approvedAtStart(finding) : finding)
            .map(finding -> systems.size() > 1 ? at(system, finding) : finding)
            .toList();
  }

  private static Finding at(GatewayChecks system, Finding finding) {
    return new Finding(
        finding.level(), finding.part() + " " + system.called(), finding.seen(), finding.advice());
  }

  private boolean serves(GatewayChecks system, Deadline deadline) {
    Optional<Set<String>> known = host.systems(deadline);
    return known.isEmpty() || system.gateway().systemId().filter(known.get()::contains).isPresent();
  }

  private static Finding approvedAtStart(Finding finding) {
    return finding.part().equals(SdcOnboarding.APPROVAL) && finding.level() == Level.FAIL
        ? Finding.warn(
            finding.part(), finding.seen(), "the plugin approves it when it starts (approveSdc)")
        : finding;
  }
}
