package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.Test;

/** What is made of this host's SDC as the array sees it. */
class SdcOnboardingTest {
  private static final String GUID = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  private static final ThisHost HERE =
      new ThisHost(GUID, "node17", Set.of("192.0.2.21", "2001:db8::21"), true);
  private static final SdcWishes APPROVE = new SdcWishes(true, Optional.empty(), false, true);

  private final FakeScaleIoSystem system = new FakeScaleIoSystem();

  private List<Finding> run(SdcWishes wishes, ThisHost host) {
    return new SdcOnboarding(system, wishes).run(host, Deadline.after(Duration.ofSeconds(5)));
  }

  private static SdcWishes named(String pattern, boolean rename) {
    return new SdcWishes(false, Optional.of(pattern), rename, true);
  }

  private Sdc sdc() {
    return system.array().sdcs().getFirst();
  }

  private static Finding worst(List<Finding> findings) {
    return findings.stream().filter(finding -> !finding.isOk()).findFirst().orElseThrow();
  }

  @Test
  void anSdcThatIsAsItShouldBeIsLeftAlone() {
    system.array().addSdc(GUID, "", "192.0.2.21");
    assertThat(run(SdcWishes.NONE, HERE)).allMatch(Finding::isOk);
    assertThat(system.calls(Call.APPROVE_SDC) + system.calls(Call.RENAME_SDC)).isZero();
    assertThat(system.calls(Call.SDCS)).isEqualTo(1);
  }

  @Test
  void oneThatIsNotApprovedIsApprovedOnlyOnDemand() {
    String id = system.array().addSdc(GUID, "", "192.0.2.21");
    system.array().setSdcApproved(id, false);
    Finding missing = worst(run(SdcWishes.NONE, HERE));
    assertThat(missing.level()).isEqualTo(Level.FAIL);
    assertThat(missing.advice()).contains("approveSdc", GUID);
    assertThat(sdc().approved()).isFalse();

    assertThat(run(APPROVE, HERE)).allMatch(Finding::isOk);
    assertThat(sdc().approved()).isTrue();
  }

  @Test
  void oneThatTheArrayDoesNotShowYetIsApprovedToo() {
    Finding unknown = worst(run(SdcWishes.NONE, HERE));
    assertThat(unknown.level()).isEqualTo(Level.FAIL);
    assertThat(unknown.seen()).contains(GUID);

    Finding waits = worst(run(APPROVE, HERE));
    assertThat(waits.level()).isEqualTo(Level.FAIL);
    assertThat(waits.seen()).contains("not connected");
    assertThat(sdc().approved()).isTrue();
  }

  @Test
  void oneWithoutANameIsNamedAfterTheHost() {
    system.array().addSdc(GUID, "", "192.0.2.21");
    assertThat(run(named("mesos-{host}", false), HERE)).allMatch(Finding::isOk);
    assertThat(sdc().name()).isEqualTo("mesos-node17");
    run(named("mesos-{host}", false), HERE);
    assertThat(system.calls(Call.RENAME_SDC)).isEqualTo(1);
  }

  @Test
  void oneWithANameKeepsItUnlessTheOperatorSaysOtherwise() {
    system.array().addSdc(GUID, "db-master", "192.0.2.21");
    assertThat(run(named("{host}", false), HERE)).allMatch(Finding::isOk);
    assertThat(sdc().name()).isEqualTo("db-master");
    run(named("{host}", true), HERE);
    assertThat(sdc().name()).isEqualTo("node17");
  }

  @Test
  void aNameThatCannotBeIsSaidAndNotSent() {
    system.array().addSdc(GUID, "", "192.0.2.21");
    Finding cannot = worst(run(named("a name with blanks", false), HERE));
    assertThat(cannot.level()).isEqualTo(Level.WARN);
    assertThat(system.calls(Call.RENAME_SDC)).isZero();
  }

  @Test
  void anSdcThatIsConnectedFromElsewhereIsAnotherHostsAndNotTouched() {
    String id = system.array().addSdc(GUID, "", "192.0.2.99");
    system.array().setSdcApproved(id, false);
    List<Finding> findings = run(new SdcWishes(true, Optional.of("{host}"), true, true), HERE);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().part()).isEqualTo(SdcOnboarding.IDENTITY);
    assertThat(findings.getFirst().level()).isEqualTo(Level.FAIL);
    assertThat(findings.getFirst().toString()).contains("192.0.2.99", "ini_guid", "node17");
    assertThat(sdc().approved()).isFalse();
    assertThat(sdc().name()).isEmpty();
  }

  @Test
  void whatCannotBeSeenForSureIsOnlyWarnedOf() {
    system.array().addSdc(GUID, "", "192.0.2.99");
    var container = new ThisHost(GUID, "node17", Set.of("10.0.0.2"), false);
    assertThat(worst(run(SdcWishes.NONE, container)).level()).isEqualTo(Level.WARN);
    var trusting = new SdcWishes(false, Optional.empty(), false, false);
    assertThat(run(trusting, HERE)).allMatch(Finding::isOk);
  }

  @Test
  void addressesAreComparedAsNumbers() {
    assertThat(HERE.has("2001:0db8:0:0:0:0:0:21")).isTrue();
    assertThat(HERE.has("192.0.2.21")).isTrue();
    assertThat(HERE.has("127.0.2.21")).isTrue();
    assertThat(HERE.has("192.0.2.22")).isFalse();
    assertThat(HERE.has("localhost")).isFalse();
    assertThat(HERE.has("N/A")).isFalse();
  }
}
