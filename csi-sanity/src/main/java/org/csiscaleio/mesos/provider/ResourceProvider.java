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
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.ManagedServices;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.volume.TrackedVolumes;
import org.csiscaleio.mesos.volume.VolumeManager;
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
  private final Ledger ledger;
  private final Reconciler reconciler;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile Phase phase = Phase.RECOVERING;
  private volatile String end = "";
  private volatile @Nullable AgentAborts abort;
  private volatile @Nullable TrackedVolumes volumes;
  private @Nullable Thread periodic;

  public ResourceProvider(Surroundings agent) {
    this.agent = agent;
    this.release = agent.release();
    this.ledger = new Ledger(agent.stateFile());
    var arithmetic =
        new Reconciliation(
            release,
            release.namesVendor()
                ? Optional.of(agent.plugin().type() + "." + agent.plugin().name())
                : Optional.empty(),
            agent.defaultReservations(),
            warnings::add);
    this.reconciler =
        new Reconciler(release, ledger, arithmetic, agent.adaptor(), this::volumes, this::fatal);
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
      reconciler.reconcileVolumesAndPools(); // A failure ends the provider, in every release.
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
      if (reconciler.keepsOut(operation)) {
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
      reconciler.hold(running);
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

  /** The operator has changed the profiles: contract 2.2. */
  public void profilesChanged() {
    if (phase == Phase.READY) {
      reconciler.profilesChanged();
    }
  }

  /** One round of what 1.9 and later do every few seconds: 1.9.x:P:762. */
  public void reconcileNow() {
    reconciler.reconcileNow();
  }

  /** One failure has ended the periodic reconciliation for good; or it never was. */
  public boolean reconcilesNoMore() {
    return reconciler.reconcilesNoMore();
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
      reconciler.updateProfiles(); // 1.5, 1.6: watched from before the subscription on.
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
    var interval = agent.timing().reconciliationInterval();
    if (!reconcilesNoMore() && !interval.isZero()) {
      periodic =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (!reconcilesNoMore() && phase == Phase.READY) {
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
      reconciler.reconcileIfFreedForOthers(ended);
      return ended;
    } catch (AgentAborts e) {
      abort = e;
      throw e;
    } catch (Failed e) {
      return ledger.fail(operation, String.valueOf(e.getMessage()));
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
}
