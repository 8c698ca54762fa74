package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Measurement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the trees are: a volume, its snapshots and clones, and theirs, may be so many together
 * and no more. Says so loudly before a tree is full, and what is full when it is. A tree is counted
 * when something is taken from it for the first time, then every hour, and each time when it is
 * nearly full; in between what is taken here is added up.
 */
final class SnapshotTrees {
  private static final Logger log = LoggerFactory.getLogger(SnapshotTrees.class);

  private static final Duration AGE = Duration.ofHours(1);

  /** From this part of the limit on a tree is nearly full, in percent. */
  private static final int NEARLY = 90;

  /** So many trees are remembered. */
  private static final int TREES = 8192;

  private record Count(int members, long atNanos) {
    boolean old() {
      return System.nanoTime() - atNanos > AGE.toNanos();
    }
  }

  private final ScaleIoSystem system;
  private final ArrayLimits limits;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > TREES;
        }
      };

  SnapshotTrees(ScaleIoSystem system, ArrayLimits limits) {
    this.system = system;
    this.limits = limits;
  }

  /** Whether nothing more need be asked about the tree when one more is taken from it. */
  synchronized boolean isCounted(String vtreeId, Deadline deadline) {
    Count count = counts.get(vtreeId);
    return count != null && !count.old() && !nearlyFull(count.members() + 1, deadline);
  }

  /**
   * Notes that one more was taken. One request when the tree is to be counted; that it fails harms
   * nobody.
   *
   * @param source whose snapshot or clone it is
   */
  void taken(VolumeId source, String vtreeId, Deadline deadline) {
    try {
      if (isCounted(vtreeId, deadline)) {
        add(source, vtreeId, deadline);
        return;
      }
      int members = system.volumesOfTree(vtreeId, deadline).size();
      counted(vtreeId, members, " of volume " + source, deadline);
    } catch (GatewayException e) {
      log.debug("tree {} could not be counted: {}", vtreeId, e.message());
    }
  }

  /** Notes what somebody counted, and warns of a tree that is nearly full. */
  private void counted(String vtreeId, int members, String whose, Deadline deadline) {
    synchronized (this) {
      counts.put(vtreeId, new Count(members, System.nanoTime()));
    }
    tell(vtreeId, members, whose, deadline);
  }

  /** Tells how full a tree is now, and warns when it is nearly full. */
  private void tell(String vtreeId, int members, String whose, Deadline deadline) {
    system
        .meter()
        .note(new Measurement.TreeFill(vtreeId, members - 1, limits.snapshotsPerTree(deadline)));
    if (nearlyFull(members, deadline)) {
      log.warn(
          "tree {}{} is nearly full: it holds {} of {} snapshots and clones; delete some before the"
              + " array refuses more",
          vtreeId,
          whose,
          members - 1,
          limits.snapshotsPerTree(deadline));
    }
  }

  /**
   * Notes how many snapshots and clones a listing found, by tree; warns of those nearly full, of
   * which it is news.
   */
  void counted(Map<String, Integer> snapshotsByTree, Deadline deadline) {
    try {
      // What trees may hold is asked for only when one of them holds something.
      int most = snapshotsByTree.isEmpty() ? 0 : limits.snapshotsPerTree(deadline);
      system.meter().note(new Measurement.TreeFills(snapshotsByTree, most));
      snapshotsByTree.forEach((vtreeId, snapshots) -> {
        if (!isKnownAs(vtreeId, snapshots + 1) && nearlyFull(snapshots + 1, deadline)) {
          counted(vtreeId, snapshots + 1, "", deadline);
        }
      });
    } catch (GatewayException e) {
      log.debug("what trees may hold is not known: {}", e.message());
    }
  }

  /**
   * Adds one to a tree that was counted, and warns when that makes it nearly full. No request but
   * for the limit, the first time; that it fails harms nobody.
   *
   * @param source whose snapshot or clone it is
   */
  void add(VolumeId source, String vtreeId, Deadline deadline) {
    Count now;
    synchronized (this) {
      now = counts.computeIfPresent(vtreeId, (id, c) -> new Count(c.members() + 1, c.atNanos()));
    }
    try {
      if (now != null) {
        tell(vtreeId, now.members(), " of volume " + source, deadline);
      }
    } catch (GatewayException e) {
      log.debug("what trees may hold is not known: {}", e.message());
    }
  }

  private synchronized boolean isKnownAs(String vtreeId, int members) {
    Count count = counts.get(vtreeId);
    return count != null && !count.old() && count.members() == members;
  }

  private boolean nearlyFull(int members, Deadline deadline) {
    return (members - 1) * 100L >= (long) limits.snapshotsPerTree(deadline) * NEARLY;
  }

  /**
   * What to say when the array takes no more of a volume. Two requests per volume that is looked
   * at.
   *
   * @param what was to be done
   * @param sources of which one is full
   */
  Failure full(String what, List<VolumeId> sources, GatewayException refusal, Deadline deadline) {
    String told = "";
    try {
      for (VolumeId source : sources) {
        told = describe(source, deadline);
        if (!told.isEmpty()) {
          break;
        }
      }
    } catch (GatewayException e) {
      log.debug("which tree is full could not be found out: {}", e.message());
    }
    return new Failure(
        Failure.Code.RESOURCE_EXHAUSTED,
        what
            + " failed: "
            + (told.isEmpty() ? refusal.message() : told)
            + "; delete snapshots or clones of it that are no longer needed",
        refusal);
  }

  private String describe(VolumeId source, Deadline deadline) {
    Volume volume = system.volume(source.volumeId(), deadline).orElse(null);
    if (volume == null) {
      return "";
    }
    List<Volume> members = system.volumesOfTree(volume.vtreeId(), deadline);
    int most = limits.snapshotsPerTree(deadline);
    if (members.size() <= most) {
      return "";
    }
    return "tree "
        + volume.vtreeId()
        + " of "
        + VolumeHandles.describe(source, volume)
        + " holds "
        + (members.size() - 1)
        + " snapshots and clones beside its first volume, and the array's limit is "
        + most;
  }
}
