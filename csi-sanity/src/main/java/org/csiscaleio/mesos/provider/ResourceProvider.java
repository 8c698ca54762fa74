package org.csiscaleio.mesos.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.DiskProfile;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Sequence;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.ManagedServices;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.volume.TrackedVolumes;
import org.csiscaleio.mesos.volume.VolumeManager;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.jspecify.annotations.Nullable;

/** The storage local resource provider: {@code src/resource_provider/storage/provider.cpp}, P. */
public final class ResourceProvider implements AutoCloseable {
  /** Where it is in its life. */
  public enum Phase {
    RECOVERING,
    READY,
    /** It has ended by itself; nothing but a restart of the agent brings it back. */
    TERMINATED,
    /** The agent's process has ended. */
    STOPPED
  }

  /**
   * What the agent's process gives it.
   *
   * @param stateFile below W/meta/slaves/id: not found any more when the agent gets another id
   * @param bootId of the host
   */
  public record Surroundings(
      Release release,
      PluginInfo plugin,
      CsiPaths paths,
      Path stateFile,
      ManagedServices services,
      DiskProfileAdaptor adaptor,
      RecursiveDelete delete,
      Timing timing,
      String bootId,
      List<String> defaultReservations) {}

  private final Surroundings agent;
  private final Release release;
  private final Reconciliation reconciliation;
  private final Ledger ledger;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Sequence sequence = new Sequence();
  private int reconciling; // Guarded by the ledger.
  private volatile boolean watchesProfiles = true;
  private volatile boolean watchesResources;
  private volatile Phase phase = Phase.RECOVERING;
  private volatile String end = "";
  private volatile @Nullable AgentAborts abort;
  private volatile @Nullable TrackedVolumes volumes;
  private @Nullable Thread periodic;

  public ResourceProvider(Surroundings agent) {
    this.agent = agent;
    this.release = agent.release();
    this.ledger = new Ledger(agent.stateFile());
    this.reconciliation =
        new Reconciliation(
            release,
            release.namesVendor()
                ? Optional.of(agent.plugin().type() + "." + agent.plugin().name())
                : Optional.empty(),
            agent.defaultReservations(),
            warnings::add);
  }

  /**
   * From the launch of the plugin to READY: contract 2.1.
   *
   * @throws Failed when the provider ends instead
   */
  public void start() {
    try {
      recoverServices();
      recoverVolumes();
      recoverState();
      ledger.subscribe();
      replayPendingOperations();
      reconcileVolumesAndPools(); // A failure ends the provider, in every release.
      ledger.newVersion();
      phase = Phase.READY;
    } catch (Failed e) {
      fatal(String.valueOf(e.getMessage()));
      throw e;
    } catch (AgentAborts e) {
      abort = e;
      throw e;
    }
    if (release.atLeast(Release.V1_7_1)) {
      profilesChanged(); // Watched only from now on.
    }
    watchResources();
  }

  /** What can be used now. */
  public Offer offer() {
    requireReady();
    return ledger.offer();
  }

  /** Applies an operation to a resource of an offer; waits for its end. */
  public Operation apply(Offer offer, Operation operation) {
    return Async.join(applyLater(offer, operation));
  }

  /** Applies an operation. Its future fails only when the agent aborts. */
  public CompletableFuture<Operation> applyLater(Offer offer, Operation operation) {
    requireReady();
    return ledger.locked(() -> {
      if (reconciling > 0
          && !(release.atLeast(Release.V1_7_1) && operation.allowsReconciliation())) {
        return dropped(operation, "Cannot apply operation when reconciling storage pools");
      }
      if (!offer.version().equals(ledger.offer().version())) {
        return dropped(operation, "Mismatched resource version " + offer.version());
      }
      ledger.accept(operation);
      if (operation.isSpeculative()) {
        return CompletableFuture.completedFuture(perform(operation));
      }
      CompletableFuture<Operation> running = Async.supply(() -> perform(operation));
      sequence.hold(running); // A reconciliation waits for it.
      return running;
    });
  }

  /**
   * Brings volumes to where a container can use them: contract 2.5.
   *
   * @param resources until 1.7.2 all that are allocated on the agent, later all of this provider
   */
  public void publishResources(List<Resource> resources) {
    Offer now = offer();
    for (Resource resource : resources) {
      if (!now.resources().contains(resource)) {
        throw new Failed("Cannot publish unknown resource '" + resource + "'");
      }
      if (resource.type() == Resource.Type.RAW) {
        throw new Failed("Cannot publish volume of RAW type");
      }
    }
    List<CompletableFuture<Void>> published =
        resources.stream()
            .map(resource -> resource.id().orElseThrow())
            .distinct()
            .map(volume -> Async.run(() -> publish(volume)))
            .toList();
    published.forEach(Async::join);
  }

  /** The adaptor's {@code watch} fires when the set of names is another: contract 2.2. */
  public void profilesChanged() {
    boolean news = !ledger.profiles().keySet().equals(names(agent.adaptor().profiles()));
    if (!watchesProfiles || phase != Phase.READY || !news) {
      return;
    }
    reconcile(
        () -> {
          updateProfiles();
          reconcileInTheReleasesWay();
        },
        this::profileWatchFails);
  }

  /** One round of what 1.9 and later do every few seconds: 1.9.x:P:762. */
  public void reconcileNow() {
    if (watchesResources) {
      reconcile(this::reconcileVolumesAndPools, failure -> watchesResources = false);
    }
  }

  /** One failure has ended the periodic reconciliation for good; or it never was. */
  public boolean reconcilesNoMore() {
    return !watchesResources;
  }

  public Phase phase() {
    return phase;
  }

  /** Why it has ended by itself. */
  public String endedBecause() {
    return end;
  }

  /** What reconciliation found wrong with the plugin's answers: missing, phantom, changed disks. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Volumes and what is remembered of them. */
  public VolumeManager volumes() {
    TrackedVolumes now = volumes;
    if (now == null) {
      throw new Failed("the provider has not started");
    }
    return now;
  }

  /** The operations that were ever accepted. */
  public List<Operation> operations() {
    return ledger.operations();
  }

  /**
   * The agent's process ends.
   *
   * @throws AgentAborts when it would have ended before
   */
  @Override
  public void close() {
    phase = Phase.STOPPED;
    ledger.close();
    if (periodic != null) {
      periodic.interrupt();
    }
    TrackedVolumes now = volumes;
    if (now != null) {
      now.close();
    }
    agent.services().close();
    if (abort != null) {
      throw abort;
    }
  }

  private void recoverServices() {
    agent.services().recover();
    agent.services().apiVersion();
    Consumer<Throwable> ends = failure -> fatal("Container daemon failed: " + failure.getMessage());
    if (!release.survivesDaemonFailure()) {
      agent.services().whenDaemonGivesUp(ends);
    }
  }

  private void recoverVolumes() {
    TrackedVolumes tracked =
        TrackedVolumes.of(
            new TrackedVolumes.Surroundings(
                release,
                agent.plugin(),
                agent.paths(),
                agent.services(),
                agent.delete(),
                agent.timing(),
                agent.bootId()));
    volumes = tracked;
    tracked.recover();
  }

  private void recoverState() {
    ledger.recover(release.checkpointsProfiles());
    if (!release.checkpointsProfiles()) {
      Set<String> required =
          ledger.total().filter(Resource::isPool).all().stream()
              .flatMap(pool -> pool.profile().stream())
              .collect(Collectors.toSet());
      agent.adaptor().waitFor(required, agent.timing().endpointCreation());
    }
    if (!release.atLeast(Release.V1_7_1)) {
      updateProfiles(); // 1.5, 1.6: watched from before the subscription on.
    }
  }

  /** The same UUID again, hence the same volume name; that one fails is no harm. */
  private void replayPendingOperations() {
    List<CompletableFuture<Operation>> replayed =
        operations().stream()
            .filter(operation -> operation.status() == Status.PENDING)
            .map(operation -> Async.supply(() -> perform(operation)))
            .toList();
    replayed.forEach(Async::join);
  }

  private void watchResources() {
    watchesResources = release.reconcilesPeriodically();
    var interval = agent.timing().reconciliationInterval();
    if (watchesResources && !interval.isZero()) {
      periodic =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (watchesResources && phase == Phase.READY) {
                    Thread.sleep(interval);
                    reconcileNow();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (AgentAborts e) {
                  abort = e;
                }
              });
    }
  }

  /** Waits for pending operations; new ones are dropped meanwhile. */
  private void reconcile(Runnable work, Consumer<Failed> failed) {
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
      fatal("Failed to reconcile storage pools: " + failure.getMessage());
    }
  }

  private void updateProfiles() {
    List<DiskProfile> now = agent.adaptor().profiles();
    if (release.forgetsProfiles()) {
      ledger.forgetProfilesBut(names(now));
    }
    ledger.addProfiles(now);
  }

  private void reconcileInTheReleasesWay() {
    if (release.reconcilesPeriodically()) {
      reconcileVolumesAndPools();
    } else {
      Resources pools = readPools();
      ledger.update(now -> reconciliation.pools(now, pools));
    }
  }

  /** ListVolumes and GetCapacity in parallel. */
  private void reconcileVolumesAndPools() {
    CompletableFuture<List<ListedVolume>> listed = Async.supply(() -> volumes().listVolumes());
    Resources pools = readPools();
    List<ListedVolume> all = Async.join(listed);
    ledger.update(now -> reconciliation.all(now, all, pools));
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
    long bytes = volumes().getCapacity(profile.capability(), profile.parameters());
    return reconciliation.pool(profile.name(), bytes);
  }

  private void publish(String volumeId) {
    try {
      volumes().publishVolume(volumeId, Optional.empty());
    } catch (AgentAborts e) {
      abort = e;
      throw e;
    }
  }

  private Operation perform(Operation operation) {
    var disks =
        new DiskOperations(release, agent.paths(), volumes(), agent.delete(), ledger.profiles());
    try {
      Operation ended = ledger.finish(operation, disks.apply(operation));
      reconcileIfFreedForOthers(ended);
      return ended;
    } catch (AgentAborts e) {
      abort = e;
      throw e;
    } catch (Failed e) {
      return ledger.fail(operation, String.valueOf(e.getMessage()));
    }
  }

  /** The space of a destroyed disk whose profile is gone may belong to others: 1.7.x:P:3240. */
  private void reconcileIfFreedForOthers(Operation ended) {
    boolean freed =
        ended.kind() == Operation.Kind.DESTROY_DISK
            && ended.converted().map(disk -> disk.thousandths() == 0).orElse(false);
    if (freed && ledger.locked(() -> reconciling == 0)) {
      var _ =
          Async.run(
              () -> reconcile(this::reconcileInTheReleasesWay, this::poolReconciliationFails));
    }
  }

  private static CompletableFuture<Operation> dropped(Operation operation, String why) {
    return CompletableFuture.completedFuture(
        operation.ended(Status.DROPPED, why, Optional.empty()));
  }

  private void fatal(String why) {
    if (phase != Phase.STOPPED && phase != Phase.TERMINATED) {
      end = why;
      phase = Phase.TERMINATED;
    }
  }

  private void requireReady() {
    AgentAborts aborted = abort;
    if (aborted != null) {
      throw aborted;
    }
    if (phase != Phase.READY) {
      throw new Failed("the resource provider is " + phase + ": " + end);
    }
  }

  private static Set<String> names(List<DiskProfile> profiles) {
    return profiles.stream().map(DiskProfile::name).collect(Collectors.toSet());
  }
}
