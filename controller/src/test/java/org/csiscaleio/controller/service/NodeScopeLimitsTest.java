package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.GUID_A;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.exactly;
import static org.csiscaleio.controller.service.Agents.quota;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** I/O limits of single volumes where a context cannot tell them: many plugins before one array. */
class NodeScopeLimitsTest {
  private static final Map<String, String> GOLD =
      Map.of("iopsLimit", "200", "bandwidthLimitInKbps", "2048");

  private final Agents agents = new Agents();

  private void assertLimits(ProvisionedVolume volume, long iops, long mbps) {
    Volume there = agents.onArray(volume);
    assertThat(there.mappings()).hasSize(1);
    Scene.assertLimits(there, iops, mbps);
  }

  private void assertPublishedWith(
      Agents.Agent agent, ProvisionedVolume volume, long iops, long mbps) {
    agent.publish(volume, GUID_A);
    assertLimits(volume, iops, mbps);
    agent.unpublish(volume, GUID_A);
  }

  private List<Volume> records() {
    return Scene.records(agents.array);
  }

  private Agents.Agent anotherProcess() {
    return agents.agent(OWNER_A, quota("512"));
  }

  private static void modify(Agents.Agent agent, ProvisionedVolume volume, String iops) {
    agent.controller.modify(
        ModifyRequest.of(volume.id().toString(), Map.of("iopsLimit", iops)), soon());
  }

  @Test
  void aVolumeHasTheLimitsItWasMadeWithWhicheverProcessMapsIt() {
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB, GOLD);

    assertThat(volume.context()).isEmpty();
    assertPublishedWith(agents.a, volume, 200, 2);
    assertPublishedWith(anotherProcess(), volume, 200, 2);
  }

  @Test
  void whatTheProfileDoesNotLimitIsLimitedByThePluginsSettings() {
    var settings =
        new NodeScopeSettings(
            PoolQuotas.of(List.of("512")),
            ImportPatterns.NONE,
            true,
            false,
            new QosLimits(50, 1024),
            Duration.ofSeconds(60));
    Agents.Agent agent = agents.agent(OWNER_A, settings);

    assertPublishedWith(agent, agent.create("plain", MIB), 50, 1);
    assertPublishedWith(agent, agent.create("fast", MIB, Map.of("iopsLimit", "0")), 0, 1);
    assertPublishedWith(agent, agent.create("gold", MIB, GOLD), 200, 2);
  }

  @Test
  void theyAreOfferedCountInNoQuotaAndAreShownToNobody() {
    ProvisionedVolume volume = agents.a.create("data", 5 * GIB, GOLD);

    for (int i = 0; i < 2; i++) {
      assertThat(agents.a.list()).containsExactly(volume);
      assertThat(agents.a.capacity(GOLD)).isEqualTo((512 - 5) * GIB);
      assertThat(agents.a.capacity()).isEqualTo((512 - 5) * GIB);
      assertThat(agents.b.list()).isEmpty();
      agents.a.refresh();
      agents.b.refresh();
    }
    assertThat(records()).hasSize(1);
  }

  @Test
  void theyGoWithTheirVolumeAlsoWhenAnEarlierProcessDiedInBetween() {
    ProvisionedVolume one = agents.a.create("one", MIB, GOLD);
    agents.a.delete(one);
    assertThat(agents.array.volumes()).isEmpty();

    ProvisionedVolume two = agents.a.create("two", MIB, GOLD);
    agents.array.remove(two.id().volumeId());
    assertThat(records()).hasSize(1);
    anotherProcess().delete(two);
    assertThat(agents.array.volumes()).isEmpty();
  }

  @Test
  void whatCouldNotBeKeptIsKeptByTheRepeatedCall() {
    agents.system.faults().delay(Call.CREATE_VOLUME, Duration.ZERO);
    agents.system.faults().fail(Call.CREATE_VOLUME, Kind.BUSY);
    assertFails(Code.UNAVAILABLE, () -> agents.a.create("data", 5 * MIB, GOLD), "limits");
    assertThat(records()).isEmpty();

    Agents.Agent next = anotherProcess();
    ProvisionedVolume volume = next.create("data", 5 * MIB, GOLD);

    assertThat(agents.array.volumes()).hasSize(2);
    assertPublishedWith(next, volume, 200, 2);
  }

  @Test
  void withoutRoomForTheRecordTheErrorSaysSo() {
    agents.system.faults().delay(Call.CREATE_VOLUME, Duration.ZERO);
    agents.system.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY, 2);
    assertFails(Code.RESOURCE_EXHAUSTED, () -> agents.a.create("data", MIB, GOLD), "limits");
    ProvisionedVolume volume = agents.a.create("data", MIB, GOLD);
    assertPublishedWith(agents.a, volume, 200, 2);
  }

  @Test
  void changedLimitsHoldFromThenOnAndARepeatedCreateLeavesThem() {
    ProvisionedVolume volume = agents.a.create("data", MIB, GOLD);
    agents.a.publish(volume, GUID_A);
    modify(agents.a, volume, "500");
    assertLimits(volume, 500, 2);
    agents.a.unpublish(volume, GUID_A);

    Agents.Agent next = anotherProcess();
    assertThat(next.create("data", MIB, GOLD)).isEqualTo(volume);
    assertPublishedWith(next, volume, 500, 2);
    assertThat(records()).hasSize(1);
  }

  @Test
  void aVolumeThatWasMadeWithoutAnyIsLimitedLater() {
    ProvisionedVolume volume = agents.a.create("data", MIB);
    modify(agents.a, volume, "500");
    assertPublishedWith(agents.a, volume, 500, 0);
    agents.a.delete(volume);
    assertThat(agents.array.volumes()).isEmpty();
  }

  @Test
  void anotherOwnersVolumeIsNotLimited() {
    ProvisionedVolume volume = agents.a.create("data", MIB);
    assertFails(Code.FAILED_PRECONDITION, () -> modify(agents.b, volume, "500"), "another owner");
    assertThat(records()).isEmpty();
  }

  /** Mesos asks so before it gives a profile to a volume that is there. */
  @Test
  void aVolumeWithOtherLimitsIsNotConfirmedToBeOfAProfile() {
    ProvisionedVolume gold = agents.a.create("gold", MIB, GOLD);
    ProvisionedVolume plain = agents.a.create("plain", MIB);

    assertThat(objection(agents.a, gold, GOLD)).isEmpty();
    assertThat(objection(anotherProcess(), gold, GOLD)).isEmpty();
    assertThat(objection(agents.a, gold, Map.of())).isEmpty();
    assertThat(objection(agents.a, gold, Map.of("iopsLimit", "300"))).contains("iopsLimit 200");
    assertThat(objection(agents.a, plain, GOLD)).contains("other I/O limits", "iopsLimit 0");
    assertThat(objection(agents.a, plain, Map.of("iopsLimit", "0"))).isEmpty();
  }

  private static String objection(
      Agents.Agent agent, ProvisionedVolume volume, Map<String, String> parameters) {
    var check =
        new CapabilityCheck(volume.id().toString(), List.of(Agents.WRITER), Map.of(), parameters);
    return switch (agent.controller.check(check, soon())) {
      case CapabilityCheck.Answer.Confirmed confirmed -> "";
      case CapabilityCheck.Answer.NotConfirmed not -> not.reason();
    };
  }

  @Test
  void aCloneHasItsOwnAndNotItsSources() {
    ProvisionedVolume source = agents.a.create("data", MIB, GOLD);
    var wish = Map.of("iopsLimit", "50");
    CreateRequest request =
        new CreateRequest(
            "clone",
            exactly(MIB),
            List.of(Agents.WRITER),
            VolumeParameters.parse(wish),
            Optional.of(new ContentSource.OfVolume(source.id().toString())));
    ProvisionedVolume clone = agents.a.controller.create(request, soon());

    assertThat(agents.a.controller.create(request, soon())).isEqualTo(clone);
    assertThat(records()).hasSize(2);
    assertPublishedWith(agents.a, clone, 50, 0);
    assertPublishedWith(agents.a, source, 200, 2);
  }
}
