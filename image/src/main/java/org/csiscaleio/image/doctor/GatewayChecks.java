package org.csiscaleio.image.doctor;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.csiscaleio.controller.service.PoolInspection;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayUser;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.http.AddressCheck;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.config.ExaminedConfiguration;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;

/** One system: the way to each of its gateways, the login, and what is behind it. */
final class GatewayChecks implements AutoCloseable {
  private static final String LOGIN = "login";
  private static final String RIGHTS = "rights";

  private final Configuration.Gateway gateway;
  private final GatewaySettings settings;
  private final ExaminedConfiguration configuration;
  private final InstantSource clock;
  private final Access access;

  /**
   * @param settings the same gateway's, for a client
   * @param clock this host's
   */
  GatewayChecks(
      Configuration.Gateway gateway,
      GatewaySettings settings,
      ExaminedConfiguration configuration,
      InstantSource clock) {
    this.gateway = gateway;
    this.settings = settings;
    this.configuration = configuration;
    this.clock = clock;
    this.access = new Access(settings.addresses().size());
  }

  Access access() {
    return access;
  }

  Configuration.Gateway gateway() {
    return gateway;
  }

  /** What an operator knows the system by. */
  String called() {
    return gateway.system().orElseGet(() -> "at " + settings.addresses().getFirst());
  }

  List<Check> checks() {
    var checks = new ArrayList<Check>();
    for (URI address : settings.addresses()) {
      checks.add(new Check("Gateway " + address, "the way there", by -> address(address, by)));
    }
    String heading = "System" + (configuration.gateways().size() > 1 ? " " + called() : "");
    checks.add(new Check(heading, "system", this::system));
    checks.add(
        configuration.mode().servesController() || configuration.node().createVolumes()
            ? new Check(heading, "storage pool", this::pools)
            : Check.skipped(heading, "storage pool", "in mode node no volumes are made"));
    return checks;
  }

  private List<Finding> address(URI address, Deadline deadline) {
    var findings = new ArrayList<Finding>();
    try {
      findings.addAll(new AddressCheck(address, settings, clock).look(deadline));
      // A clock that is wrong keeps nobody from logging in.
      boolean way =
          findings.stream()
              .limit(findings.size() - 1)
              .noneMatch(f -> f.level() == Level.FAIL || f.level() == Level.SKIP);
      findings.add(
          way
              ? login(address, deadline)
              : Finding.skip(LOGIN, "the password is not sent on such a way"));
    } finally {
      access.addressTried();
    }
    boolean failed = findings.stream().anyMatch(finding -> finding.level() == Level.FAIL);
    return failed && settings.addresses().size() > 1 && access.await(deadline).isPresent()
        ? findings.stream().map(GatewayChecks::asWarning).toList()
        : List.copyOf(findings);
  }

  /** What is wrong with one address while another one does its work. */
  private static Finding asWarning(Finding finding) {
    return finding.level() == Level.FAIL
        ? Finding.warn(
            finding.part(),
            finding.seen() + " (another address of this system is used)",
            finding.advice())
        : finding;
  }

  private Finding login(URI address, Deadline deadline) {
    ScaleIoSystem here =
        access.opened(HttpScaleIoSystem.open(settings.withAddresses(List.of(address))));
    try {
      String version = here.version(deadline).toString();
      SystemInfo info = here.info(deadline);
      access.loggedIn(here);
      return Finding.ok(
          LOGIN,
          "as "
              + gateway.user()
              + " to system "
              + info.id()
              + ", whose interface has version "
              + version);
    } catch (Failure failure) {
      return Finding.fail(LOGIN, failure);
    }
  }

  private List<Finding> system(Deadline deadline) {
    return behind(
        "system",
        deadline,
        system -> List.of(identity(system, deadline), rights(system, deadline)));
  }

  private static Finding identity(ScaleIoSystem system, Deadline deadline) {
    SystemInfo info = system.info(deadline);
    return Finding.ok(
        "system",
        "is "
            + info.id()
            + (info.name().isEmpty() ? "" : " '" + info.name() + "'")
            + ", "
            + info.versionName()
            + (info.restrictedSdcMode() ? ", which lets in approved SDCs only" : ""));
  }

  private Finding rights(ScaleIoSystem system, Deadline deadline) {
    String untold = "cannot be seen without changing something: ";
    try {
      Optional<GatewayUser> found = system.user(gateway.user(), deadline);
      return found
          .map(GatewayChecks::rights)
          .orElseGet(
              () -> Finding.skip(RIGHTS, untold + "the MDM lists no user " + gateway.user()));
    } catch (GatewayException e) {
      return Finding.skip(RIGHTS, untold + "users are not told of");
    }
  }

  private static Finding rights(GatewayUser user) {
    String advice =
        "give the user a role that may change volumes (FrontendConfigure or Administrator)";
    String seen = user.name() + " has the role " + user.role();
    if (user.passwordExpired()) {
      return Finding.fail(
          RIGHTS,
          seen + ", and may do nothing before its password is changed",
          "change it (scli --set_password), then the passwordFile");
    }
    return user.mayChangeVolumes()
        .map(may ->
            may
                ? Finding.ok(RIGHTS, seen)
                : Finding.fail(RIGHTS, seen + ", which may not change volumes", advice))
        .orElseGet(() -> Finding.warn(RIGHTS, seen + ", which is not known here", advice));
  }

  private List<Finding> pools(Deadline deadline) {
    return behind(
        "storage pool",
        deadline,
        system ->
            new PoolInspection(
                    system,
                    gateway.storagePool(),
                    gateway.protectionDomain(),
                    configuration.volumes().thick(),
                    configuration.volumes().allowUnpaddedPools(),
                    configuration.sharing().nodeScope().quotas())
                .look(deadline));
  }

  private List<Finding> behind(
      String part, Deadline deadline, Function<ScaleIoSystem, List<Finding>> look) {
    Optional<ScaleIoSystem> system = access.await(deadline);
    return system.isEmpty()
        ? List.of(Finding.skip(part, "nobody could log in"))
        : look.apply(system.get());
  }

  @Override
  public void close() {
    access.close();
  }
}
