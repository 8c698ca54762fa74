package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.mesos.provider.DiskProfileAdaptor;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.rig.ArrayAdministrator;
import org.csiscaleio.rig.ArrayVolume;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five agents on one array, each with its own SDC, owner, quota and imports: they create, import,
 * use and destroy at once, reconcile all the time, and die.
 */
@Tag("side-by-side")
class ManyAgentsTest {
  private static final int AGENTS = 5;
  private static final int STEPS = 14;
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;
  private static final long QUOTA = 300 * GIB;
  private static final long SEED = 20_260_301;
  private static final Release[] RELEASES = {
    Release.V1_11, Release.V1_9, Release.V1_8_0, Release.V1_7_3, Release.V1_5
  };

  /** One agent's framework: what it has, by volume id. */
  private static final class Framework {
    private final MesosCluster.Host host;
    private final Random random;
    private final Map<String, Resource> disks = new HashMap<>();
    private final Set<String> imported = new HashSet<>();
    private int done;
    private int dropped;
    private Agent agent;

    Framework(MesosCluster.Host host, Agent agent, long seed) {
      this.host = host;
      this.agent = agent;
      this.random = new Random(seed);
    }

    void walk() {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> create();
          case 2 -> use();
          case 3 -> destroy();
          case 4 -> importSomething();
          default -> die();
        }
      }
    }

    private void create() {
      long bytes = (1 + random.nextInt(20 * 1024)) * MIB;
      var pool = agent.offer().pool("thin");
      if (pool.isPresent() && pool.get().bytes() >= bytes) {
        keep(agent.apply(Operation.createDisk(pool.get().ofBytes(bytes), Resource.Type.MOUNT)));
      }
    }

    private void keep(Operation created) {
      if (created.status() == Status.DROPPED) {
        dropped++;
        return;
      }
      assertThat(created.status()).as(created.message()).isEqualTo(Status.FINISHED);
      done++;
      disks.put(created.result().id().orElseThrow(), created.result());
    }

    private void use() {
      disks.values().stream().findAny().ifPresent(disk -> agent.launch("task", disk).end());
    }

    private void destroy() {
      var own =
          disks.entrySet().stream().filter(disk -> !imported.contains(disk.getKey())).findAny();
      if (own.isPresent()) {
        Operation destroyed = agent.apply(Operation.destroyDisk(own.get().getValue()));
        if (destroyed.status() == Status.DROPPED) {
          dropped++;
          return;
        }
        assertThat(destroyed.status()).as(destroyed.message()).isEqualTo(Status.FINISHED);
        done++;
        disks.remove(own.get().getKey());
      }
    }

    private void importSomething() {
      var raw =
          agent.offer().disks().stream().filter(disk -> disk.type() == Resource.Type.RAW).findAny();
      if (raw.isPresent()) {
        Operation done =
            agent.apply(
                agent.flags().release().importsWithTargetProfile()
                    ? Operation.importDisk(raw.get(), Resource.Type.MOUNT, "thin")
                    : Operation.createDisk(raw.get(), Resource.Type.MOUNT));
        keep(done);
        if (done.status() == Status.FINISHED) {
          imported.add(done.result().id().orElseThrow());
        }
      }
    }

    /** With its plugin, or alone. */
    private void die() {
      agent.close();
      if (random.nextBoolean()) {
        agent.killPlugin();
      }
      agent = Agent.started(host.machine(), agent.flags());
    }
  }

  @Test
  void noVolumeIsOfferedTwiceNoneIsLostAndQuotasHold() {
    try (var mesos = MesosCluster.start("ManyAgentsTest", AGENTS, Map.of("refresh", "1s"))) {
      var frameworks = new ArrayList<Framework>();
      for (int i = 0; i < AGENTS; i++) {
        mesos.cluster().emulator().control().makeVolumes(2, "sp1", "import-" + i + "-", 8);
        var host =
            mesos.newHost(
                Isolation.LINUX,
                Map.of("quota", Long.toString(QUOTA / GIB), "imports", "import-" + i + "-*"));
        frameworks.add(new Framework(host, start(host, RELEASES[i]), SEED + i));
      }
      List<CompletableFuture<Void>> walks =
          frameworks.stream().map(it -> Async.run(it::walk)).toList();
      walks.forEach(Async::join);

      assertThat(frameworks).allSatisfy(ManyAgentsTest::hasWhatItMade);
      // What is dropped is asked for again in earnest; that most is not shows that answers are
      // quick.
      assertThat(frameworks.stream().mapToInt(it -> it.dropped).sum())
          .isLessThanOrEqualTo(frameworks.stream().mapToInt(it -> it.done).sum());
      assertNoneTwice(frameworks);
      assertNoneLost(mesos, frameworks);
      frameworks.forEach(it -> it.agent.close());
      mesos.startOver();
    }
  }

  private static Agent start(MesosCluster.Host host, Release release) {
    var profile = new DiskProfile("thin", Capability.mount("ext4"), Map.of());
    return Agent.started(
        host.machine(),
        new Agent.Flags(
            release,
            host.plugin(),
            new DiskProfileAdaptor(profile),
            Timing.FOR_TESTS.reconcilingEvery(Duration.ofSeconds(2)),
            List.of()));
  }

  private static void hasWhatItMade(Framework framework) {
    Agent agent = framework.agent;
    agent.provider().reconcileNow();
    var offer = agent.offer();
    assertThat(agent.provider().warnings()).isEmpty();
    assertThat(offer.disks().stream().filter(it -> it.type() == Resource.Type.MOUNT))
        .containsExactlyInAnyOrderElementsOf(framework.disks.values());
    long used =
        framework.disks.entrySet().stream()
            .filter(it -> !framework.imported.contains(it.getKey()))
            .mapToLong(it -> it.getValue().bytes())
            .sum();
    assertThat(offer.poolBytes("thin") + used).isEqualTo(QUOTA);
  }

  private static void assertNoneTwice(List<Framework> frameworks) {
    var offered = new ArrayList<String>();
    frameworks.forEach(
        it -> it.agent.offer().disks().forEach(disk -> offered.add(disk.id().orElseThrow())));
    assertThat(offered).doesNotHaveDuplicates();
  }

  private static void assertNoneLost(MesosCluster mesos, List<Framework> frameworks) {
    var known = new HashSet<String>();
    frameworks.forEach(it ->
        it.agent
            .offer()
            .disks()
            .forEach(disk -> known.add(ArrayAdministrator.arrayId(disk.id().orElseThrow()))));
    assertThat(mesos.array().volumes().stream().map(ArrayVolume::id))
        .containsExactlyInAnyOrderElementsOf(known);
  }
}
