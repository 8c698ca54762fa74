package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GUID_A;
import static org.csiscaleio.controller.service.Agents.GUID_B;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.OWNER_A;
import static org.csiscaleio.controller.service.Agents.WRITER;
import static org.csiscaleio.controller.service.Agents.quota;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/**
 * Lists and capacities from memory: never wrong about what we did, never failing once they were.
 */
class NodeMemoryTest {
  private final Agents agents = new Agents();

  @Test
  void listsAndCapacitiesCostNothingOnceTheArrayWasRead() {
    agents.a.list();
    agents.a.capacity();
    agents.system.resetCalls();

    for (int i = 0; i < 10; i++) {
      agents.a.list();
      agents.a.capacity();
      agents.a.capacity(Map.of("quotaGiB", "7"));
    }

    assertThat(agents.system.allCalls()).isZero();
  }

  @Test
  void anOrdinaryCallCostsOneRequest() {
    warmUp();
    ProvisionedVolume volume = costs(1, () -> agents.a.create("data", 5 * MIB));
    costs(1, () -> agents.a.create("data", 5 * MIB));
    costs(1, () -> agents.a.publish(volume, GUID_A));
    costs(1, () -> done(() -> agents.a.unpublish(volume, GUID_A)));
    costs(1, () -> done(() -> agents.a.delete(volume)));
    costs(1, () -> done(() -> agents.a.delete(volume)));
  }

  @Test
  void anOrdinaryCallCostsOneRequestAfterARestartToo() {
    warmUp();
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    var again = agents.agent(OWNER_A, quota("512"));
    again.list();
    again.unpublish(volume, GUID_A);
    costs(1, () -> again.publish(volume, GUID_A));
    costs(1, () -> done(() -> again.unpublish(volume, GUID_A)));
    costs(1, () -> done(() -> again.delete(volume)));
  }

  @Test
  void withTheGatewayDownListsAndCapacitiesAreTheLastKnown() {
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    long capacity = agents.a.capacity();
    agents.system.faults().clear();
    for (Call call : Call.values()) {
      agents.system.faults().fail(call, Kind.UNREACHABLE, 1000);
    }
    assertFails(Code.UNAVAILABLE, agents.a::refresh);

    assertThat(agents.a.list()).containsExactly(volume);
    assertThat(agents.a.capacity()).isEqualTo(capacity);
    assertThat(agents.a.capacity(Map.of("quotaGiB", "100"))).isEqualTo(100L * 1024 * MIB - 5 * MIB);
    assertThat(agents.a.capacity(Map.of("storagepool", "unheard-of"))).isZero();
  }

  @Test
  void theFirstCallWaitsForTheGateway() {
    agents.system.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 2);
    assertThat(agents.a.list()).isEmpty();

    agents.system.faults().fail(Call.FOR_EACH_VOLUME, Kind.UNREACHABLE, 1000);
    var other = agents.agent(OWNER_A, quota("512"));
    var brief = Deadline.after(Duration.ofMillis(1200));
    assertFails(Code.UNAVAILABLE, () -> other.controller.list(0, "", brief));
    assertFails(
        Code.UNAVAILABLE,
        () ->
            other.controller.capacity(
                List.of(WRITER), Map.of(), Deadline.after(Duration.ofMillis(100))));
  }

  @Test
  void whatWeMadeIsSeenAtOnceAndAReadingThatBeganBeforeDoesNotUndoIt() throws Exception {
    ProvisionedVolume before = agents.a.create("before", 5 * MIB);
    whileReading(() -> {
      ProvisionedVolume made = agents.a.create("made", 6 * MIB);
      agents.a.delete(before);
      assertThat(agents.a.list()).containsExactly(made);
    });
    assertThat(agents.a.list())
        .extracting(ProvisionedVolume::capacityBytes)
        .containsExactly(6 * MIB);
    agents.a.refresh();
    assertThat(agents.a.list())
        .extracting(ProvisionedVolume::capacityBytes)
        .containsExactly(6 * MIB);
  }

  @Test
  void whereWeMappedAVolumeIsSeenAtOnceToo() throws Exception {
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    whileReading(() -> {
      agents.a.publish(volume, GUID_A);
      assertThat(agents.a.nodesOf(volume)).containsExactly(GUID_A);
    });
    assertThat(agents.a.nodesOf(volume)).containsExactly(GUID_A);
    whileReading(() -> agents.a.unpublish(volume, GUID_A));
    assertThat(agents.a.nodesOf(volume)).isEmpty();
    agents.a.refresh();
    assertThat(agents.a.nodesOf(volume)).isEmpty();
  }

  @Test
  void fromWhomWeTookAVolumeIsSeenAtOnceToo() {
    var ownership = new Ownership(deadline -> new OwnerSource.Identity(OWNER_A, OWNER_A.sdcGuid()));
    var taking = agents.agent(quota("512"), ownership, Preemption.ALWAYS);
    ProvisionedVolume volume = taking.create("data", 5 * MIB);
    taking.publish(volume, GUID_A);
    agents.array.setSdcConnected(agents.sdcA, false);

    taking.publish(volume, GUID_B);

    assertThat(taking.nodesOf(volume)).containsExactly(GUID_B);
  }

  @Test
  void whatOthersDidIsSeenAfterTheNextReading() {
    ProvisionedVolume volume = agents.a.create("data", 5 * MIB);
    agents.array.remove(volume.id().volumeId());

    assertThat(agents.a.list()).containsExactly(volume);
    agents.a.refresh();
    assertThat(agents.a.list()).isEmpty();
  }

  @Test
  void theBackgroundReadsByItself() throws Exception {
    var settings =
        new NodeScopeSettings(
            PoolQuotas.NONE,
            ImportPatterns.NONE,
            true,
            false,
            QosLimits.NONE,
            Duration.ofMillis(50));
    var agent = agents.agent(OWNER_A, settings);
    try (var controller = agent.controller) {
      controller.start();
      ProvisionedVolume volume = agent.create("data", 5 * MIB);
      agents.array.remove(volume.id().volumeId());
      for (int i = 0; i < 200 && !agent.list().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(agent.list()).isEmpty();
    }
  }

  @Test
  void manyCallersAndReadingsLeaveMemoryAndArrayEqual() throws Exception {
    agents.a.list();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        String name = "v" + caller + "-";
        work.add(
            executor.submit(() -> {
              for (int i = 0; i < 20; i++) {
                ProvisionedVolume volume = agents.a.create(name + i, (i + 1) * MIB);
                assertThat(agents.a.list()).contains(volume).doesNotHaveDuplicates();
                if (i % 2 == 0) {
                  agents.a.delete(volume);
                  assertThat(agents.a.list()).doesNotContain(volume);
                }
              }
            }));
      }
      work.add(
          executor.submit(() -> {
            for (int i = 0; i < 50; i++) {
              agents.a.refresh();
            }
          }));
      for (Future<?> future : work) {
        future.get();
      }
    }
    List<ProvisionedVolume> remembered = agents.a.list();
    assertThat(remembered).hasSize(80);
    assertThat(agents.agent(OWNER_A, quota("512")).list()).isEqualTo(remembered);
  }

  @Test
  void anyNumberOfOthersVolumesIsNothingToUs() {
    agents.array.addThinVolumes(agents.poolId, "foreign-", 20_000);
    List<ProvisionedVolume> ours =
        IntStream.range(0, 20).mapToObj(i -> agents.a.create("v" + i, (i + 1) * MIB)).toList();

    assertThat(agents.a.list()).containsExactlyInAnyOrderElementsOf(ours);
  }

  /** Does something after a reading of the array has begun and before it ends. */
  private void whileReading(Runnable act) throws InterruptedException, ExecutionException {
    // Pools are read after the volumes.
    var block = agents.system.faults().block(Call.STORAGE_POOLS);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reading = executor.submit(agents.a::refresh);
      block.awaitReached();
      act.run();
      block.release();
      reading.get();
    }
  }

  private void warmUp() {
    ProvisionedVolume volume = agents.a.create("warm", MIB);
    agents.a.publish(volume, GUID_A);
    agents.a.unpublish(volume, GUID_A);
    agents.a.delete(volume);
  }

  private interface Act<T> {
    T run();
  }

  private static boolean done(Runnable act) {
    act.run();
    return true;
  }

  /** The system is asked for its id in every call, and answers from memory after the first. */
  private <T> T costs(int requests, Act<T> act) {
    agents.system.resetCalls();
    T answer = act.run();
    assertThat(agents.system.allCalls() - agents.system.calls(Call.INFO)).isEqualTo(requests);
    return answer;
  }
}
