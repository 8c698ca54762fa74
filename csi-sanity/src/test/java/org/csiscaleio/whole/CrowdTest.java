package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many callers at once. Each volume takes a random walk through its life; each step is made by four
 * callers at the same time, with repeats, and now and then two callers want opposite things; all
 * volumes walk at once, and the gateway misbehaves now and then.
 */
@Tag("side-by-side")
class CrowdTest {
  private static final int VOLUMES = 16;
  private static final int CALLERS_PER_VOLUME = 4;
  private static final int STEPS = 14;
  private static final long SEED = 20_260_101;
  private static final String[] KINDS = {
    "createVolume", "addMappedSdc", "removeMappedSdc", "removeVolume", "getVolume", "listVolumes"
  };
  private static final String[] FILE_SYSTEMS = {"ext4", "xfs", VolumeWish.BLOCK, "ext4"};

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  @Test
  void atTheEndEverythingIsAsTheLastSuccessfulAnswersSaid() throws Exception {
    try (var cluster = Cluster.named("CrowdTest").busy().start();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var uses = new ArrayList<VolumeUse>();
      var walks = new ArrayList<Future<Level>>();
      var done = new AtomicBoolean();
      Future<Integer> troubles = callers.submit(() -> makeTrouble(cluster, done));
      for (int i = 0; i < VOLUMES; i++) {
        VolumeUse use =
            cluster.useOnA(VolumeWish.of("crowd-" + i, 8, FILE_SYSTEMS[i % FILE_SYSTEMS.length]));
        uses.add(use);
        var random = new Random(SEED + i);
        walks.add(callers.submit(() -> walk(use, random, cluster.a().client(), callers)));
      }
      var levels = new HashMap<VolumeUse, Level>();
      for (int i = 0; i < VOLUMES; i++) {
        levels.put(uses.get(i), walks.get(i).get(5, TimeUnit.MINUTES));
      }
      done.set(true);
      int faults = troubles.get(1, TimeUnit.MINUTES);
      cluster.emulator().control().clearFaults();
      Figures.keep(
          "crowd",
          "crowd: %d calls, %d refused and repeated, %d faults, seed %d, levels %s%n"
              .formatted(calls.get(), refusals.get(), faults, SEED, levels.values()));

      assertEverythingIsAs(levels, cluster);
      assertThat(faults).isPositive();
      assertThat(levels.values()).doesNotContainNull();

      levels.forEach((use, level) ->
          Repeating.untilDone(() -> Level.move(use, level, Level.ABSENT, cluster.a().client())));
      Afterwards.nothingIsLeft(cluster);
    }
  }

  /** The volume's level at the end of its walk. */
  private Level walk(VolumeUse use, Random random, CsiClient client, ExecutorService callers)
      throws Exception {
    Level at = Level.ABSENT;
    for (int step = 0; step < STEPS; step++) {
      boolean up = at == Level.ABSENT || (at != Level.PUBLISHED && random.nextInt(3) > 0);
      Level next = up ? at.above() : at.below();
      if (at != Level.ABSENT && next != Level.ABSENT && random.nextInt(4) == 0) {
        quarrel(use, at, next, client, callers);
      }
      together(use, at, next, client, callers);
      at = next;
    }
    return at;
  }

  /** Four callers make the same call at once; all must get it done. */
  private void together(
      VolumeUse use, Level from, Level to, CsiClient client, ExecutorService callers)
      throws Exception {
    var same = new ArrayList<Callable<Boolean>>();
    if (from == Level.ABSENT) {
      // The first answer tells the id that the others need to be compared with.
      call(() -> Level.move(use, from, to, client));
      String id = use.id();
      for (int i = 1; i < CALLERS_PER_VOLUME; i++) {
        same.add(() -> {
          var again = new VolumeUse(use.wish(), use.host());
          call(() -> Level.move(again, from, to, client));
          return again.id().equals(id);
        });
      }
    } else {
      for (int i = 0; i < CALLERS_PER_VOLUME; i++) {
        same.add(() -> {
          call(() -> Level.move(use, from, to, client));
          return true;
        });
      }
    }
    same.add(() -> ask(client));
    for (Future<Boolean> answer : callers.invokeAll(same)) {
      assertThat(answer.get()).isTrue();
    }
  }

  /** Some want the volume up, some down; who wins is open, and nothing may break. */
  private void quarrel(
      VolumeUse use, Level at, Level other, CsiClient client, ExecutorService callers)
      throws Exception {
    var quarrel = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < CALLERS_PER_VOLUME; i++) {
      boolean forth = i % 2 == 0;
      quarrel.add(() -> {
        try {
          calls.incrementAndGet();
          Level.move(use, forth ? at : other, forth ? other : at, client);
        } catch (StatusRuntimeException e) {
          refusals.incrementAndGet();
        }
        return true;
      });
    }
    for (Future<Boolean> answer : callers.invokeAll(quarrel)) {
      assertThat(answer.get()).isTrue();
    }
    // Settle it.
    call(() -> Level.move(use, other, at, client));
  }

  private boolean ask(CsiClient client) {
    call(() -> client.controller().listVolumes(ListVolumesRequest.getDefaultInstance()));
    call(() -> client.controller().getCapacity(GetCapacityRequest.getDefaultInstance()));
    return true;
  }

  private void call(Runnable call) {
    int attempts = Repeating.untilDone(call);
    calls.addAndGet(attempts);
    refusals.addAndGet(attempts - 1);
  }

  private static int makeTrouble(Cluster cluster, AtomicBoolean done) {
    var random = new Random(SEED);
    int faults = 0;
    while (!done.get()) {
      String kind = KINDS[random.nextInt(KINDS.length)];
      Fault fault =
          switch (random.nextInt(5)) {
            case 0 -> Fault.once(kind, Action.RESET);
            case 1 -> Fault.once(kind, Action.LOSE_ANSWER);
            case 2 -> Fault.once(kind, Action.HALF);
            case 3 -> Fault.once(kind, Action.EXPIRE_TOKEN);
            default -> Fault.late(kind, Duration.ofMillis(700));
          };
      cluster.emulator().control().inject(fault);
      faults++;
      java.util.concurrent.locks.LockSupport.parkNanos(
          Duration.ofMillis(200 + random.nextInt(300)).toNanos());
    }
    return faults;
  }

  private static void assertEverythingIsAs(Map<VolumeUse, Level> levels, Cluster cluster) {
    List<ArrayVolume> volumes = cluster.emulator().administrator().volumes();
    long existing = levels.values().stream().filter(level -> level != Level.ABSENT).count();
    assertThat(volumes).hasSize((int) existing);
    levels.forEach((use, level) -> {
      if (level != Level.ABSENT) {
        boolean mapped = level.compareTo(Level.MAPPED) >= 0;
        assertThat(volumes)
            .filteredOn(volume -> use.id().endsWith(volume.id()))
            .singleElement()
            .satisfies(volume -> assertThat(volume.mappedTo()).hasSize(mapped ? 1 : 0));
      }
      Afterwards.hostIsAt(level, use);
    });
  }
}
