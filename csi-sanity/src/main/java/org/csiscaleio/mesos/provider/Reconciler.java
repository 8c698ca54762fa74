package org.csiscaleio.mesos.provider;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.DiskProfile;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Sequence;
import org.csiscaleio.mesos.volume.VolumeManager;
import org.csiscaleio.mesos.wire.ListedVolume;

/**
 * When a plugin is asked for its volumes and capacities, and what happens to operations meanwhile:
 * contract 2.2 and 4. A reconciliation waits for pending operations that it would confuse, and new
 * ones are dropped until it has ended.
 */
final class Reconciler {
  private final Release release;
  private final Ledger ledger;
  private final Reconciliation reconciliation;
  private final DiskProfileAdaptor adaptor;
  private final Supplier<VolumeManager> volumes;
  private final Consumer<String> fatal;
  private final Sequence sequence = new Sequence();
  private int reconciling; // Guarded by the ledger.
  private volatile boolean watchesProfiles = true;
  private volatile boolean watchesResources;

  /**
   * Knows all it needs.
   *
   * @param fatal ends the provider
   */
  Reconciler(
      Release release,
      Ledger ledger,
      Reconciliation reconciliation,
      DiskProfileAdaptor adaptor,
      Supplier<VolumeManager> volumes,
      Consumer<String> fatal) {
    this.release = release;
    this.ledger = ledger;
    this.reconciliation = reconciliation;
    this.adaptor = adaptor;
    this.volumes = volumes;
    this.fatal = fatal;
    this.watchesResources = release.reconcilesPeriodically();
  }

  /** Is the operation to be dropped? 1.5 and 1.6 drop every operation. */
  boolean keepsOut(Operation operation) {
    return ledger.locked(() -> reconciling > 0)
        && !(release.atLeast(Release.V1_7_1) && operation.allowsReconciliation());
  }

  /** A reconciliation is to wait for an operation. */
  void hold(CompletableFuture<Operation> running) {
    sequence.hold(running);
  }

  /** One failure has ended the periodic reconciliation for good; or the release has none. */
  boolean reconcilesNoMore() {
    return !watchesResources;
  }

  /** One round of what 1.9 and later do every few seconds: 1.9.x:P:762. */
  void reconcileNow() {
    if (watchesResources) {
      run(this::reconcileVolumesAndPools, failure -> watchesResources = false);
    }
  }

  /** The adaptor's {@code watch} fires when the set of names is another. */
  void profilesChanged() {
    boolean news = !ledger.profiles().keySet().equals(names(adaptor.profiles()));
    if (watchesProfiles && news) {
      run(
          () -> {
            updateProfiles();
            reconcileInTheReleasesWay();
          },
          this::profileWatchFails);
    }
  }

  /** The space of a destroyed disk whose profile is gone may belong to others: 1.7.x:P:3240. */
  void reconcileIfFreedForOthers(Operation ended) {
    boolean freed =
        ended.kind() == Operation.Kind.DESTROY_DISK
            && ended.converted().map(disk -> disk.thousandths() == 0).orElse(false);
    if (freed && ledger.locked(() -> reconciling == 0)) {
      var _ = Async.run(() -> run(this::reconcileInTheReleasesWay, this::poolReconciliationFails));
    }
  }

  void updateProfiles() {
    List<DiskProfile> now = adaptor.profiles();
    if (release.forgetsProfiles()) {
      ledger.forgetProfilesBut(names(now));
    }
    ledger.addProfiles(now);
  }

  /** ListVolumes and GetCapacity in parallel. */
  void reconcileVolumesAndPools() {
    CompletableFuture<List<ListedVolume>> listed = Async.supply(() -> volumes.get().listVolumes());
    Resources pools = readPools();
    List<ListedVolume> all = Async.join(listed);
    ledger.update(now -> reconciliation.all(now, all, pools));
  }

  private void reconcileInTheReleasesWay() {
    if (release.reconcilesPeriodically()) {
      reconcileVolumesAndPools();
    } else {
      Resources pools = readPools();
      ledger.update(now -> reconciliation.pools(now, pools));
    }
  }

  /** One GetCapacity for each profile, all at once. */
  private Resources readPools() {
    List<CompletableFuture<Resource>> asked =
        ledger.profiles().values().stream()
            .map(profile -> Async.supply(() -> readPool(profile)))
            .toList();
    return Resources.of(asked.stream().map(Async::join).toList());
  }

  private Resource readPool(DiskProfile profile) {
    long bytes = volumes.get().getCapacity(profile.capability(), profile.parameters());
    return reconciliation.pool(profile.name(), bytes);
  }

  private void run(Runnable work, Consumer<Failed> failed) {
    ledger.locked(() -> reconciling++);
    boolean stuck = false;
    try {
      sequence.run(work);
    } catch (Failed e) {
      // 1.5 and 1.6 never take `reconciling` back: every later operation is dropped.
      stuck = !release.atLeast(Release.V1_7_1);
      failed.accept(e);
    } finally {
      if (!stuck) {
        ledger.locked(() -> reconciling--);
      }
    }
  }

  private void profileWatchFails(Failed failure) {
    watchesProfiles = false;
    if (release.atLeast(Release.V1_7_1)) {
      poolReconciliationFails(failure);
    }
  }

  /** 1.7 and 1.8 end; 1.9 and later log it. */
  private void poolReconciliationFails(Failed failure) {
    if (!release.reconcilesPeriodically()) {
      fatal.accept("Failed to reconcile storage pools: " + failure.getMessage());
    }
  }

  private static Set<String> names(List<DiskProfile> profiles) {
    return profiles.stream().map(DiskProfile::name).collect(Collectors.toSet());
  }
}
