package org.csiscaleio.mesos.provider;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.csiscaleio.mesos.DiskProfile;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.StateFile;
import org.csiscaleio.mesos.provider.Operation.Status;

/**
 * What the provider knows and checkpoints: its total resources and their version, operations,
 * profiles. One change at a time, as in a libprocess actor.
 */
final class Ledger {
  private final Path stateFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, DiskProfile> profiles = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private String id = "";
  private Resources total = Resources.NONE;
  private String version = UUID.randomUUID().toString();
  private boolean closed;

  Ledger(Path stateFile) {
    this.stateFile = stateFile;
  }

  /** Does something while nothing changes. */
  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the checkpoint.
   *
   * @param withProfiles 1.6 and later: profiles of checkpointed pools are in it
   */
  void recover(boolean withProfiles) {
    StateFile.read(stateFile, ProviderState.class)
        .ifPresent(state -> {
          id = state.id();
          total = state.resources();
          state.operations().forEach(each -> operations.put(each.uuid(), each));
          if (withProfiles) {
            state.profiles().forEach(profile -> profiles.put(profile.name(), profile));
          }
        });
  }

  /** Takes the id that the agent gives a new provider. */
  void subscribe() {
    if (id.isEmpty()) {
      id = UUID.randomUUID().toString();
      checkpoint();
    }
  }

  Offer offer() {
    return locked(() -> new Offer(version, total));
  }

  Resources total() {
    return locked(() -> total);
  }

  /** UPDATE_STATE: offers made before are void. */
  void newVersion() {
    locked(() -> version = UUID.randomUUID().toString());
  }

  Map<String, DiskProfile> profiles() {
    return locked(() -> Map.copyOf(profiles));
  }

  /** Adds profiles that are new; they never change. */
  void addProfiles(List<DiskProfile> now) {
    locked(() -> {
      now.forEach(profile -> profiles.putIfAbsent(profile.name(), profile));
      return true;
    });
  }

  void forgetProfilesBut(Set<String> names) {
    locked(() -> profiles.keySet().retainAll(names));
  }

  List<Operation> operations() {
    return locked(() -> List.copyOf(operations.values()));
  }

  /** Notes that an operation is pending. */
  void accept(Operation operation) {
    locked(() -> note(operation));
  }

  /** Any change bumps the version, so that operations on older offers are dropped. */
  void update(UnaryOperator<Resources> change) {
    locked(() -> {
      Resources changed = change.apply(total);
      if (!changed.isSameAs(total)) {
        total = changed;
        newVersion();
        checkpoint();
      }
      return true;
    });
  }

  /** Ends an operation well, if its resource is still there. */
  Operation finish(Operation operation, Resource result) {
    return locked(() -> {
      if (closed) {
        return operation;
      }
      try {
        total = total.apply(ResourceConversion.of(operation.source(), result));
      } catch (Failed e) {
        return fail(operation, String.valueOf(e.getMessage()));
      }
      return note(operation.ended(Status.FINISHED, "", Optional.of(result)));
    });
  }

  /** Ends an operation badly. */
  Operation fail(Operation operation, String why) {
    return locked(() -> {
      if (closed) {
        return operation; // Still pending in the checkpoint: it is replayed.
      }
      if (operation.isSpeculative()) {
        newVersion();
      }
      return note(operation.ended(Status.FAILED, why, Optional.empty()));
    });
  }

  /** The agent's process ends: nothing is written any more. */
  void close() {
    locked(() -> closed = true);
  }

  private Operation note(Operation operation) {
    operations.put(operation.uuid(), operation);
    checkpoint();
    return operation;
  }

  private void checkpoint() {
    if (closed) {
      return;
    }
    List<DiskProfile> used =
        profiles.values().stream().filter(profile -> hasPool(profile.name())).toList();
    StateFile.write(
        stateFile, new ProviderState(id, total, List.copyOf(operations.values()), used));
  }

  private boolean hasPool(String profile) {
    return total.all().stream()
        .anyMatch(it -> it.isPool() && it.profile().equals(Optional.of(profile)));
  }
}
