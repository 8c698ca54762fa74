package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's SDC as the array sees it: whether it is known, connected, approved, named, and this
 * host's at all. On the operator's wish it is approved and named. One request; one more for each
 * change, and one to see what it came to.
 */
public final class SdcOnboarding {
  private static final Logger log = LoggerFactory.getLogger(SdcOnboarding.class);

  /** What the finding about two hosts with one GUID is about. */
  public static final String IDENTITY = "SDC identity";

  /** What the finding about being let in is about. */
  public static final String APPROVAL = "SDC approval";

  private static final String REGISTRATION = "SDC on the array";
  private static final String NAME = "SDC name";

  private static final int LONGEST_NAME = 31;

  private final ScaleIoSystem system;
  private final SdcWishes wishes;

  public SdcOnboarding(ScaleIoSystem system, SdcWishes wishes) {
    this.system = requireNonNull(system, "system is null");
    this.wishes = requireNonNull(wishes, "wishes is null");
  }

  /**
   * Looks, and does what was wished for.
   *
   * @throws Failure when the array cannot be asked
   */
  public List<Finding> run(ThisHost host, Deadline deadline) {
    Optional<Sdc> sdc = find(host, deadline);
    var findings = new ArrayList<Finding>();
    Finding identity = sdc.map(known -> identity(known, host)).orElse(Finding.ok(IDENTITY, "new"));
    if (identity.level() == Finding.Level.FAIL) {
      // Nothing is done to an SDC that may be another host's.
      return List.of(identity);
    }
    if (wishes.approve() && sdc.filter(Sdc::approved).isEmpty()) {
      Optional<Finding> refused = approve(host, deadline);
      sdc = find(host, deadline);
      if (sdc.filter(Sdc::approved).isEmpty()) {
        refused.ifPresent(findings::add);
      }
    }
    if (sdc.isEmpty()) {
      findings.add(unknown(host, deadline));
      return List.copyOf(findings);
    }
    findings.add(registration(sdc.get()));
    findings.add(identity);
    findings.add(approval(sdc.get()));
    findings.addAll(name(sdc.get(), host, deadline));
    return List.copyOf(findings);
  }

  private Optional<Sdc> find(ThisHost host, Deadline deadline) {
    return system.sdcs(deadline).stream()
        .filter(sdc -> sdc.guid().equalsIgnoreCase(host.guid()))
        .findFirst();
  }

  private Finding identity(Sdc sdc, ThisHost host) {
    if (!wishes.checkAddress()) {
      return Finding.ok(IDENTITY, "is not checked (checkSdcAddress)");
    }
    if (!sdc.connected() || sdc.ip().isEmpty()) {
      return Finding.ok(IDENTITY, "cannot be told while the SDC is not connected");
    }
    if (host.has(sdc.ip())) {
      return Finding.ok(IDENTITY, "the array has it at " + sdc.ip() + ", an address of this host");
    }
    String seen =
        "the array has "
            + sdc.describe()
            + " connected from "
            + sdc.ip()
            + ", which is no address of this host "
            + host.name();
    return host.certain()
        ? Finding.fail(
            IDENTITY,
            seen + ": another host has the same GUID, as after cloning a machine",
            "on the host that is the copy delete the line ini_guid of /etc/emc/scaleio/drv_cfg.txt,"
                + " restart scini, then this plugin; if the address is this host's in another way"
                + " (address translation), set checkSdcAddress: false")
        : Finding.warn(
            IDENTITY,
            seen + ", as far as can be seen from a network of our own",
            "see that no other host has this GUID (drv_cfg --query_guid)");
  }

  private Optional<Finding> approve(ThisHost host, Deadline deadline) {
    try {
      system.approveSdc(host.guid(), deadline);
      log.info("approved the SDC of this host, {} (approveSdc)", host.guid());
      return Optional.empty();
    } catch (GatewayException e) {
      return Optional.of(
          Finding.warn(
              APPROVAL,
              "could not be given: " + e.message(),
              "approve it by hand, with the GUID " + host.guid()));
    }
  }

  private Finding unknown(ThisHost host, Deadline deadline) {
    return Finding.fail(
        REGISTRATION,
        "system " + system.info(deadline).id() + " has no SDC with GUID " + host.guid(),
        "see that the SDC runs and has the MDMs of this system; a system that asks for approval does"
            + " not show it before (approveSdc: true, or by hand)");
  }

  private static Finding registration(Sdc sdc) {
    return sdc.connected()
        ? Finding.ok(REGISTRATION, "is " + sdc.describe() + ", connected")
        : Finding.fail(
            REGISTRATION,
            "is " + sdc.describe() + ", not connected to the MDM",
            "see that scini runs, and that this host reaches the MDMs' addresses");
  }

  private static Finding approval(Sdc sdc) {
    return sdc.approved()
        ? Finding.ok(APPROVAL, "is given, or not asked for")
        : Finding.fail(
            APPROVAL,
            "is missing: the array lets in approved SDCs only",
            "set approveSdc: true, or approve it by hand, with the GUID " + sdc.guid());
  }

  private List<Finding> name(Sdc sdc, ThisHost host, Deadline deadline) {
    if (wishes.namePattern().isEmpty()) {
      return List.of();
    }
    String wanted = wishes.namePattern().get().replace("{host}", host.name());
    if (sdc.name().equals(wanted)) {
      return List.of(Finding.ok(NAME, "is '" + wanted + "'"));
    }
    if (!sdc.name().isEmpty() && !wishes.rename()) {
      return List.of(Finding.ok(NAME, "is '" + sdc.name() + "', which stays (renameSdc is off)"));
    }
    if (!wanted.matches("[!-~]{1," + LONGEST_NAME + "}")) {
      return List.of(
          Finding.warn(
              NAME,
              "cannot become '" + wanted + "'",
              "a name has 1 to 31 ASCII characters without spaces: change nameSdc"));
    }
    try {
      system.renameSdc(sdc.id(), wanted, deadline);
      log.info("named the SDC of this host '{}' (nameSdc)", wanted);
      return List.of(Finding.ok(NAME, "is '" + wanted + "' now"));
    } catch (GatewayException e) {
      return List.of(
          Finding.warn(
              NAME, "could not be set: " + e.message(), "change nameSdc, or the other SDC"));
    }
  }
}
