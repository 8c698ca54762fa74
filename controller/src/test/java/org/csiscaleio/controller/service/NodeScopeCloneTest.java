package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.exactly;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Volumes made from others where many plugins share an array. */
class NodeScopeCloneTest {
  private final Agents agents = new Agents(Agents.quota("32"));
  private final ProvisionedVolume own = agents.a.create("data", 9 * GIB);

  private ProvisionedVolume clone(Agents.Agent agent, String name, SizeRange size, String from) {
    return clone(agent, name, size, new ContentSource.OfVolume(from));
  }

  private static ProvisionedVolume clone(
      Agents.Agent agent, String name, SizeRange size, ContentSource source) {
    return agent.controller.create(
        new CreateRequest(
            name,
            size,
            List.of(Agents.WRITER),
            VolumeParameters.parse(Map.of()),
            Optional.of(source)),
        soon());
  }

  private String source() {
    return own.id().toString();
  }

  @Test
  void aCloneIsOneMoreOwnVolumeOfItsSourcesSize() {
    ProvisionedVolume clone = clone(agents.a, "clone", SizeRange.ANY, source());

    assertThat(clone.capacityBytes()).isEqualTo(9 * GIB);
    assertThat(agents.onArray(clone).ancestorVolumeId()).isEqualTo(own.id().volumeId());
    assertThat(OwnedName.parse(agents.onArray(clone).name()).orElseThrow().tag())
        .isEqualTo(Agents.OWNER_A.tag());
    for (int i = 0; i < 2; i++) {
      assertThat(agents.a.list()).containsExactlyInAnyOrder(own, clone);
      assertThat(agents.b.list()).isEmpty();
      assertThat(agents.a.capacity()).isEqualTo((32 - 18) * GIB);
      agents.a.refresh();
    }
    assertThat(agents.a.controller.snapshots().list(new SnapshotQuery(0, "", "", ""), soon()))
        .isEqualTo(SnapshotPage.EMPTY);
    assertFails(Code.FAILED_PRECONDITION, () -> agents.b.delete(clone), "owner");
    agents.a.delete(clone);
    assertThat(agents.a.capacity()).isEqualTo((32 - 9) * GIB);
  }

  @Test
  void theSameAgainIsTheSameAlsoForAnotherProcess() {
    ProvisionedVolume clone = clone(agents.a, "clone", exactly(12 * GIB), source());
    Agents.Agent restarted = agents.agent(Agents.OWNER_A, Agents.quota("32"));

    assertThat(clone.capacityBytes()).isEqualTo(12 * GIB);
    assertThat(clone(restarted, "clone", exactly(12 * GIB), source())).isEqualTo(clone);
    assertFails(
        Code.ALREADY_EXISTS, () -> clone(restarted, "clone", exactly(13 * GIB), source()), "12");
    assertFails(Code.ALREADY_EXISTS, () -> restarted.create("clone", 12 * GIB), "another volume");
    assertThat(agents.array.volumes()).hasSize(2);
  }

  @Test
  void aLargerOneThatWasNotGrownIsGrownByTheNextCall() {
    agents.system.faults().fail(Call.GROW_VOLUME, Kind.OUTCOME_UNKNOWN);
    assertFails(
        Code.UNAVAILABLE, () -> clone(agents.a, "clone", exactly(17 * GIB), source()), "repeat");
    Agents.Agent restarted = agents.agent(Agents.OWNER_A, Agents.quota("32"));

    ProvisionedVolume clone = clone(restarted, "clone", exactly(17 * GIB), source());

    assertThat(clone.capacityBytes()).isEqualTo(17 * GIB);
    assertThat(agents.onArray(clone).sizeBytes()).isEqualTo(24 * GIB);
    assertThat(restarted.list()).containsExactlyInAnyOrder(own, clone);
  }

  @Test
  void whatWouldNotHoldItsSourceOrIsOverTheQuotaIsRefused() {
    assertFails(
        Code.OUT_OF_RANGE,
        () -> clone(agents.a, "small", exactly(8 * GIB), source()),
        "cannot be smaller");
    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () -> clone(agents.a, "large", exactly(24 * GIB), source()),
        "quota");
    assertFails(
        Code.FAILED_PRECONDITION,
        () -> clone(agents.b, "theirs", SizeRange.ANY, source()),
        "owner");
    assertFails(
        Code.NOT_FOUND,
        () -> clone(agents.a, "x", SizeRange.ANY, own.id().systemId() + "-" + "f".repeat(16)));
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void aVolumeIsRestoredFromASnapshotAlsoWhenItsVolumeIsGone() {
    Snapshot snapshot =
        agents.a.controller.snapshots().create(new SnapshotRequest(source(), "snap"), soon());
    var content = new ContentSource.OfSnapshot(snapshot.id().toString());
    ProvisionedVolume exact = clone(agents.a, "exact", exactly(9 * GIB + MIB), content);
    agents.a.delete(own);

    ProvisionedVolume restored = clone(agents.a, "restored", SizeRange.ANY, content);

    assertThat(exact.capacityBytes()).isEqualTo(9 * GIB + MIB);
    assertThat(restored.capacityBytes()).isEqualTo(16 * GIB);
    assertThat(agents.a.list()).containsExactlyInAnyOrder(exact, restored);
    assertFails(
        Code.FAILED_PRECONDITION, () -> clone(agents.b, "theirs", SizeRange.ANY, content), "gone");
  }
}
