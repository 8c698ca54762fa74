package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Pauses;
import org.csiscaleio.operation.meter.Measurement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the owner has on the array into memory: once for the first call, which waits for it,
 * and then every so often in the background, where a failure changes nothing but a log.
 */
final class OwnVolumesReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OwnVolumesReader.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_READING = Duration.ofSeconds(60);

  private final ScaleIoSystem system;
  private final Ownership ownership;
  private final ImportPatterns imports;
  private final Duration every;
  private final SdcDirectory sdcs;
  private final PoolDirectory pools;
  private final PoolWatch watch;
  private final KnownSizes sizes;
  private final OwnVolumes own;
  private final RoomLedger ledger;
  private final LimitsReader limits;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable SystemInfo info;
  private volatile @Nullable Thread loop;
  private volatile boolean failing;

  OwnVolumesReader(
      ScaleIoSystem system,
      Ownership ownership,
      NodeScopeSettings settings,
      SdcDirectory sdcs,
      PoolDirectory pools,
      PoolWatch watch,
      KnownSizes sizes,
      OwnVolumes own,
      RoomLedger ledger,
      LimitsReader limits) {
    this.system = system;
    this.ownership = ownership;
    this.imports = settings.imports();
    this.every = settings.refreshEvery();
    this.sdcs = sdcs;
    this.pools = pools;
    this.watch = watch;
    this.sizes = sizes;
    this.own = own;
    this.ledger = ledger;
    this.limits = limits;
  }

  /**
   * Waits until the array has been read once; does nothing from then on.
   *
   * @return the system that was read
   * @throws Failure UNAVAILABLE when it could not be read in time
   */
  SystemInfo await(Deadline deadline) {
    SystemInfo known = info;
    return known != null
        ? known
        : Patience.retry(deadline, FIRST_PAUSE, () -> read(deadline, false));
  }

  /** Reads the array now. Three requests, and one for each pool in use; the first time five. */
  void read(Deadline deadline) {
    var _ = read(deadline, true);
  }

  private SystemInfo read(Deadline deadline, boolean anew) {
    acquire(deadline);
    try {
      SystemInfo known = info;
      return known == null || anew ? readInTurn(deadline) : known;
    } finally {
      reading.unlock();
    }
  }

  private SystemInfo readInTurn(Deadline deadline) {
    long asked = Remembered.now();
    long began = own.beginReading();
    sdcs.require(deadline);
    OwnerTag tag = ownership.tag(deadline);
    var found = new ArrayList<OwnVolumes.Entry>();
    limits.watch(see ->
        system.forEachVolume(
            volume -> {
              see.accept(volume);
              take(volume, tag, found);
            },
            deadline));
    sdcs.nodesOf(found.stream().map(OwnVolumes.Entry::sdcIds).distinct().toList(), deadline);
    pools.require(asked, deadline);
    SystemInfo here = system.info(deadline);
    own.endReading(began, found);
    ledger.read(asked);
    system.meter().note(told());
    warnOfTwins();
    info = here;
    watch.refresh(deadline);
    return here;
  }

  private Measurement told() {
    List<OwnVolumes.Entry> listed = own.all().stream().filter(OwnVolumes.Entry::isListed).toList();
    return new Measurement.Volumes(
        listed.size(),
        listed.stream().mapToLong(OwnVolumes.Entry::reportedBytes).sum(),
        listed.stream().mapToLong(entry -> entry.sdcIds().size()).sum());
  }

  private void take(Volume volume, OwnerTag tag, List<OwnVolumes.Entry> found) {
    switch (Belonging.of(volume, tag, imports)) {
      case Belonging.Own own -> {
        sizes.learn(volume);
        found.add(OwnVolumes.Entry.of(volume, own));
      }
      case Belonging.Imported imported -> {
        sizes.learn(volume);
        found.add(OwnVolumes.Entry.of(volume, imported));
      }
      case Belonging.Foreign foreign -> {}
      case Belonging.Unassigned unassigned -> {}
    }
  }

  /** Cannot be, unless somebody else made volumes in our name. */
  private void warnOfTwins() {
    Map<String, String> seen = new HashMap<>();
    for (OwnVolumes.Entry entry : own.all()) {
      entry
          .name()
          .map(name -> seen.putIfAbsent(name.hash(), entry.id()))
          .ifPresent(other ->
              log.error(
                  "volumes {} and {} were made for the same requested name, with different sizes;"
                      + " both are kept. Does another plugin speak for this owner?",
                  other,
                  entry.id()));
    }
  }

  /** Reads in the background from now on, until closed. */
  void start() {
    loop = Thread.ofVirtual().name("own-volumes").start(this::loop);
  }

  private void loop() {
    Duration pause = FIRST_PAUSE;
    while (!Thread.currentThread().isInterrupted()) {
      boolean done = tryToRead();
      pause = done ? aboutEvery() : Pauses.longer(pause, every);
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      pause = done ? FIRST_PAUSE : pause;
    }
  }

  private boolean tryToRead() {
    try {
      read(Deadline.after(LONGEST_READING));
      if (failing) {
        log.info("the array's volumes can be read again");
      }
      failing = false;
      return true;
    } catch (RuntimeException e) {
      if (!failing && !Thread.currentThread().isInterrupted()) {
        log.warn(
            "the array's volumes cannot be read now; lists and capacities stay as they were ({})",
            e instanceof Failure failure ? failure.message() : e.toString());
      }
      failing = true;
      return false;
    }
  }

  /** Not all agents of a cluster in the same second. */
  private Duration aboutEvery() {
    double jitter = 0.9 + ThreadLocalRandom.current().nextDouble() / 5;
    return Duration.ofNanos((long) (every.toNanos() * jitter));
  }

  private void acquire(Deadline deadline) {
    try {
      if (reading.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw notInTime();
  }

  private static Failure notInTime() {
    return Failure.unavailable(
        "the array's volumes could not be read before this call's deadline; repeat the call when"
            + " the gateway answers");
  }

  @Override
  public void close() {
    Thread running = loop;
    if (running != null) {
      running.interrupt();
    }
  }
}
