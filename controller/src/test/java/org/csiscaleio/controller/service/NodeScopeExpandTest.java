package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.exactly;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Volumes become larger where their names say how large they are. */
class NodeScopeExpandTest {
  private final Agents agents = new Agents(Agents.quota("32"));
  private final ProvisionedVolume own = agents.a.create("data", 5 * MIB);

  private long expand(Agents.Agent agent, SizeRange size) {
    return agent
        .controller
        .expand(new ExpandRequest(own.id().toString(), size, Optional.of(Agents.WRITER)), soon())
        .capacityBytes();
  }

  private Agents.Agent restarted() {
    return agents.agent(Agents.OWNER_A, Agents.quota("32"));
  }

  @Test
  void aVolumeHasTheSizeItWasExpandedToInEveryAnswer() {
    agents.a.publish(own, Agents.GUID_A);
    assertThat(expand(agents.a, exactly(7 * GIB))).isEqualTo(7 * GIB);
    assertThat(agents.onArray(own).sizeBytes()).isEqualTo(8 * GIB);

    assertThat(expand(agents.a, exactly(20 * GIB + MIB))).isEqualTo(20 * GIB + MIB);

    assertThat(agents.onArray(own).sizeBytes()).isEqualTo(24 * GIB);
    for (Agents.Agent agent : new Agents.Agent[] {agents.a, restarted()}) {
      assertThat(agent.list())
          .extracting(ProvisionedVolume::capacityBytes)
          .containsExactly(20 * GIB + MIB);
      assertThat(agent.capacity()).isEqualTo(12 * GIB - MIB);
      assertThat(agent.create("data", 20 * GIB + MIB).id()).isEqualTo(own.id());
    }
    assertThat(agents.a.nodesOf(own)).containsExactly(Agents.GUID_A);
  }

  @Test
  void lessThanThereIsChangesNothingAndTellsTheTruth() {
    assertThat(expand(agents.a, exactly(MIB))).isEqualTo(5 * MIB);
    assertThat(expand(agents.a, exactly(5 * MIB))).isEqualTo(5 * MIB);
    assertThat(agents.a.list()).containsExactly(own);
  }

  @Test
  void whatIsNoWholeMibIsOutOfRange() {
    assertFails(Code.OUT_OF_RANGE, () -> expand(agents.a, exactly(5 * MIB + 1)), "MiB");
    assertThat(agents.a.list()).containsExactly(own);
  }

  @Test
  void noMoreThanTheQuotaAllowsAlsoWhenAProfileSaidIt() {
    assertFails(Code.RESOURCE_EXHAUSTED, () -> expand(agents.a, exactly(33 * GIB)), "quota");
    assertThat(agents.a.capacity(Map.of("quotaGiB", "64"))).isEqualTo(64 * GIB - 5 * MIB);
    agents.a.create("other", 30 * GIB, Map.of("quotaGiB", "64"));
    assertThat(expand(agents.a, exactly(34 * GIB))).isEqualTo(34 * GIB);
    assertFails(Code.RESOURCE_EXHAUSTED, () -> expand(agents.a, exactly(35 * GIB)), "quota");
    assertThat(agents.a.capacity(Map.of("quotaGiB", "64"))).isZero();
  }

  @Test
  void anothersIsLeftAlone() {
    assertFails(Code.FAILED_PRECONDITION, () -> expand(agents.b, exactly(9 * GIB)), "owner");
    assertThat(agents.onArray(own).sizeBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void endedBetweenItsTwoStepsItKeepsItsSizeUntilTheNextCall() {
    agents.system.faults().fail(Call.RENAME, Kind.UNREACHABLE);
    assertFails(Code.UNAVAILABLE, () -> expand(agents.a, exactly(9 * GIB)));
    Agents.Agent restarted = restarted();
    assertThat(agents.onArray(own).sizeBytes()).isEqualTo(16 * GIB);
    assertThat(restarted.list()).containsExactly(own);

    assertThat(expand(restarted, exactly(9 * GIB))).isEqualTo(9 * GIB);

    assertThat(agents.onArray(own).sizeBytes()).isEqualTo(16 * GIB);
    assertThat(restarted.capacity()).isEqualTo(23 * GIB);
  }

  @Test
  void aLostAnswerIsMadeGoodByTheNextCall() {
    agents.system.faults().loseAnswer(Call.RENAME);
    assertFails(Code.UNAVAILABLE, () -> expand(agents.a, exactly(9 * GIB)));
    assertThat(expand(agents.a, exactly(9 * GIB))).isEqualTo(9 * GIB);
    assertThat(agents.a.capacity()).isEqualTo(23 * GIB);
  }
}
