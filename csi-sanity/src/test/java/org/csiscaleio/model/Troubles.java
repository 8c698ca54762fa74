package org.csiscaleio.model;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.PluginProcess;

/**
 * What goes wrong on the way: faults of the gateway, and plugins that die in the middle of a call.
 * A call is repeated as an orchestrator does, after UNAVAILABLE and DEADLINE_EXCEEDED, and these
 * are permitted only while there is a reason for them.
 */
final class Troubles {
  private static final Set<Status.Code> MAY_BE_REPEATED =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** A fault that has not struck after so many steps is taken away. */
  private static final int STEPS_OF_A_FAULT = 6;

  private static final List<String> KINDS =
      List.of(
          "*",
          "createVolume",
          "removeVolume",
          "addMappedSdc",
          "removeMappedSdc",
          "setMappedSdcLimits",
          "setVolumeName",
          "setVolumeSize",
          "snapshotVolumes",
          "removeSnapshotGroup",
          "getVolume",
          "listVolumes",
          "selectedVolumes",
          "volumeIdByName");

  private final Cluster cluster;
  private final Choice choice;
  private int faultySteps;
  private boolean dies;
  private int faults;
  private int deaths;
  private int repetitions;

  Troubles(Cluster cluster, Choice choice) {
    this.cluster = cluster;
    this.choice = choice;
  }

  /** Decides what goes wrong in the next step. */
  void next() {
    dies = choice.below(400) == 0;
    if (faultySteps > 0) {
      faultySteps--;
      if (faultySteps == 0) {
        cluster.emulator().control().clearFaults();
      }
    } else if (choice.percent(3)) {
      cluster.emulator().control().inject(fault());
      faults++;
      faultySteps = STEPS_OF_A_FAULT;
    }
  }

  private Fault fault() {
    String kind = choice.of(KINDS);
    return switch (choice.below(7)) {
      case 0 -> Fault.once(kind, Action.RESET);
      case 1 -> Fault.once(kind, Action.LOSE_ANSWER);
      case 2 -> Fault.once(kind, Action.HALF);
      case 3 -> Fault.once(kind, Action.EXPIRE_TOKEN);
      case 4 -> Fault.status(kind, 500, "");
      case 5 -> Fault.once(kind, Action.LOSE_ANSWER).times(2);
      default -> Fault.late(kind, Duration.ofMillis(100));
    };
  }

  /** Nothing goes wrong until the next step. */
  void pause() {
    if (faultySteps > 0) {
      faultySteps = 0;
      cluster.emulator().control().clearFaults();
    }
  }

  /** Nothing goes wrong any more. */
  void end() {
    pause();
    dies = false;
  }

  /**
   * Makes a call until it ends for good.
   *
   * @throws StatusRuntimeException how it ended when it did not succeed
   */
  <T> T untilDone(Step<T> step) {
    boolean died = dies;
    if (dies) {
      dies = false;
      die(step);
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return step.call().get();
      } catch (StatusRuntimeException e) {
        boolean reason = died || faultySteps > 0;
        if (!reason
            || !MAY_BE_REPEATED.contains(e.getStatus().getCode())
            || System.nanoTime() - end > 0) {
          throw e;
        }
        repetitions++;
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** The call is under way when a plugin is killed; nobody learns what came of it. */
  private void die(Step<?> step) {
    PluginProcess plugin = choice.of(cluster.plugins());
    Thread call = Thread.ofVirtual().start(() -> forgotten(step));
    LockSupport.parkNanos(Duration.ofMillis(choice.below(6)).toNanos());
    plugin.sigkill();
    deaths++;
    try {
      if (!call.join(LIMIT)) {
        throw new AssertionError("a call did not end though its plugin was killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    plugin.restart();
  }

  private static void forgotten(Step<?> step) {
    try {
      var _ = step.call().get();
    } catch (RuntimeException e) {
      // The answer of a plugin that is dead, or no longer there to be called.
    }
  }

  @Override
  public String toString() {
    return "%d faults, %d deaths, %d repetitions".formatted(faults, deaths, repetitions);
  }
}
