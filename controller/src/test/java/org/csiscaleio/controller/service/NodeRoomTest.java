package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.quota;
import static org.csiscaleio.controller.service.Agents.settings;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What GetCapacity says, and what CreateVolume then grants. */
class NodeRoomTest {
  private final Agents agents = new Agents();

  @Test
  void capacityIsTheQuotaLessWhatWasAskedForToTheByte() {
    assertThat(agents.a.capacity()).isEqualTo(512 * GIB);

    ProvisionedVolume small = agents.a.create("small", 3 * MIB);
    agents.a.create("odd", 12345 * MIB);

    long left = 512 * GIB - 12348 * MIB;
    assertThat(agents.a.capacity()).isEqualTo(left);
    assertThat(agents.agent(OWNER_A, quota("512")).capacity()).isEqualTo(left);
    agents.a.delete(small);
    assertThat(agents.a.capacity()).isEqualTo(left + 3 * MIB);
  }

  @Test
  void whatOthersDoDoesNotMoveIt() {
    agents.a.create("data", 5 * MIB);
    long before = agents.a.capacity();
    for (int i = 0; i < 20; i++) {
      agents.b.create("theirs" + i, 8 * GIB);
    }
    agents.array.addThinVolumes(agents.poolId, "foreign-", 100);
    agents.a.refresh();

    assertThat(agents.a.capacity()).isEqualTo(before);
  }

  @Test
  void aProfilesOwnQuotaGoesFirst() {
    assertThat(agents.a.capacity(Map.of("quotaGiB", "24"))).isEqualTo(24 * GIB);
    assertThat(agents.a.capacity(Map.of("quotagib", "0"))).isZero();
    assertFails(
        Code.RESOURCE_EXHAUSTED,
        () -> agents.a.create("data", 25 * GIB, Map.of("quotaGiB", "24")),
        "24 GiB",
        "sp1");
    agents.a.create("data", 24 * GIB, Map.of("quotaGiB", "24"));
    assertThat(agents.a.capacity(Map.of("quotaGiB", "24"))).isZero();
  }

  @Test
  void quotasAreSaidByPool() {
    var agent = agents.agent(OWNER_A, quota("pd1/sp1=64"));
    assertThat(agent.capacity()).isEqualTo(64 * GIB);
    assertThat(agents.agent(OWNER_A, quota("sp1=56")).capacity()).isEqualTo(56 * GIB);
  }

  @Test
  void wholeTheOfferedRoomCanBeTaken() {
    agents.a.create("first", 3 * MIB);
    agents.a.create("rest", agents.a.capacity());
    assertThat(agents.a.capacity()).isZero();
    assertFails(Code.RESOURCE_EXHAUSTED, () -> agents.a.create("more", MIB), "quota");
  }

  @RepeatedTest(20)
  void createsAtTheSameTimeKeepTheQuotaTogether() throws Exception {
    var agent = agents.agent(OWNER_A, quota("80"));
    agent.list();
    int made = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ProvisionedVolume>> creates = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String name = "v" + i;
        creates.add(executor.submit(() -> agent.create(name, 8 * GIB)));
      }
      for (Future<ProvisionedVolume> create : creates) {
        try {
          create.get();
          made++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  Failure.class, f -> assertThat(f.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        }
      }
    }
    assertThat(made).isEqualTo(10);
    assertThat(agents.array.volumes()).hasSize(10);
    assertThat(agent.capacity()).isZero();
  }

  @Test
  void aVolumeWhoseAnswerWasLostKeepsItsRoomAndIsFoundInAFullQuota() {
    var agent = agents.agent(OWNER_A, quota("16"));
    agent.list();
    agents.system.faults().loseAnswer(Call.CREATE_VOLUME);
    assertFails(Code.UNAVAILABLE, () -> agent.create("lost", 12 * GIB));

    assertFails(Code.RESOURCE_EXHAUSTED, () -> agent.create("other", 8 * GIB));
    assertThat(agent.create("lost", 12 * GIB).capacityBytes()).isEqualTo(12 * GIB);
    assertThat(agent.capacity()).isEqualTo(4 * GIB);
  }

  @Test
  void withoutAQuotaItIsAnEqualShareThatStays() {
    var noQuota =
        new NodeScopeSettings(
            PoolQuotas.NONE,
            ImportPatterns.NONE,
            true,
            false,
            QosLimits.NONE,
            NodeScopeSettings.DEFAULTS.refreshEvery());
    var agent = agents.agent(OWNER_A, noQuota);
    // 1 PiB raw, 10 % spare, two copies, two hosts.
    long share = (1L << 20) * 9 / 10 / 2 / 2 / 8 * 8 * GIB;
    assertThat(agent.capacity()).isEqualTo(share);
    agent.create("data", 5 * MIB);
    agents.array.addSdc("11111111-2222-3333-4444-555555555555", "host-c", "192.0.2.23");
    agent.refresh();

    assertThat(agent.capacity()).isEqualTo(share - 5 * MIB);
  }

  @Test
  void aShareIsWaitedForLikeAFirstReading() {
    agents.a.list();
    agents.system.faults().fail(Call.POOL_STATISTICS, Kind.UNREACHABLE);
    var agent = agents.agent(OWNER_A, NodeScopeSettings.DEFAULTS);
    assertThat(agent.capacity()).isPositive();
  }

  @Test
  void whatCannotBeMadeHasNoRoomAndNoError() {
    for (Map<String, String> parameters :
        List.of(
            Map.of("storagepool", "unheard-of"),
            Map.of("protectiondomain", "unheard-of"),
            Map.of("unknown", "x"),
            Map.of("quotaGiB", "many"),
            Map.of("systemID", "another"))) {
      assertThat(agents.a.capacity(parameters)).as("%s", parameters).isZero();
    }
    assertThat(
            agents
                .a
                .controller
                .capacity(
                    List.of(Scene.mount(AccessMode.MULTI_NODE_MULTI_WRITER)), Map.of(), soon())
                .availableBytes())
        .isZero();
  }

  @Test
  void aPoolMadeLaterIsFound() {
    agents.a.capacity();
    agents.array.addStoragePool(agents.array.protectionDomains().getFirst().id(), "sp2", 8192);
    agents.a.refresh();
    assertThat(agents.a.capacity(Map.of("storagepool", "sp2"))).isEqualTo(512 * GIB);
  }

  @Test
  void aDomainThatIsDownForAWhileDoesNotTakeTheOfferAway() {
    agents.a.capacity();
    agents.array.setDomainActive(agents.array.protectionDomains().getFirst().id(), false);
    agents.a.refresh();
    assertThat(agents.a.capacity()).isEqualTo(512 * GIB);
  }

  // What the array can give.

  @Test
  void anOversoldPoolBitesInStepsAndKeepsStillInBetween() {
    var agent = agents.agent(OWNER_A, quota("64"));
    var thick = Map.of("storagepool", "small", "thickprovisioning", "true");
    String small =
        agents.array.addStoragePool(agents.array.protectionDomains().getFirst().id(), "small", 200);
    // 200 GiB raw, 10 % spare: 88 GiB of thick volumes.
    assertThat(agent.capacity(thick)).isEqualTo(64 * GIB);

    var foreign = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      foreign.add(
          agents.array.create(new NewVolume("foreign" + i, small, 8L << 20, VolumeType.THICK)));
    }
    agent.refresh();
    assertThat(agent.capacity(thick)).isEqualTo(40 * GIB);

    // It moves with our own, as Mesos computes it.
    ProvisionedVolume own = agent.create("own", 5 * GIB, thick);
    agent.refresh();
    assertThat(agent.capacity(thick)).isEqualTo(35 * GIB);
    agent.delete(own);

    // Small changes by others leave it.
    agent.refresh();
    long before = agent.capacity(thick);
    agents.array.remove(foreign.removeLast());
    agent.refresh();
    assertThat(agent.capacity(thick)).isEqualTo(before);

    foreign.forEach(agents.array::remove);
    agent.refresh();
    assertThat(agent.capacity(thick)).isEqualTo(64 * GIB);
  }

  @Test
  void aFullArrayIsSaidToBeFull() {
    agents.a.list();
    agents.system.faults().fail(Call.CREATE_VOLUME, Kind.NO_CAPACITY);
    assertFails(Code.RESOURCE_EXHAUSTED, () -> agents.a.create("data", 8 * GIB));
  }

  // Imports.

  @Test
  void retainedImportsTakeNoRoomAndOthersDo() {
    agents.array.addThinVolumes(agents.poolId, "legacy-", 1);
    var imports = ImportPatterns.of(List.of("legacy-*"));
    assertThat(agents.agent(OWNER_A, settings("64", imports, true, false)).capacity())
        .isEqualTo(64 * GIB);
    assertThat(agents.agent(OWNER_A, settings("64", imports, false, false)).capacity())
        .isEqualTo(56 * GIB);
  }
}
