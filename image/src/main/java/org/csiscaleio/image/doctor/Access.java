package org.csiscaleio.image.doctor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;

/**
 * One system, by the first of its addresses at which somebody could log in. Checks of the system
 * wait here for those of its addresses.
 */
final class Access implements AutoCloseable {
  private final CompletableFuture<Optional<ScaleIoSystem>> first = new CompletableFuture<>();
  private final List<ScaleIoSystem> opened = new CopyOnWriteArrayList<>();
  private final AtomicInteger addressesLeft;

  /**
   * @param addresses how many there are
   */
  Access(int addresses) {
    addressesLeft = new AtomicInteger(addresses);
  }

  /** One that is closed with this. */
  ScaleIoSystem opened(ScaleIoSystem system) {
    opened.add(system);
    return system;
  }

  /** Somebody could log in there. */
  void loggedIn(ScaleIoSystem system) {
    first.complete(Optional.of(system));
  }

  /** One address has been tried, with whatever outcome. */
  void addressTried() {
    if (addressesLeft.decrementAndGet() == 0) {
      first.complete(Optional.empty());
    }
  }

  /** The system; empty when there is none before the deadline. */
  Optional<ScaleIoSystem> await(Deadline deadline) {
    try {
      return first.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new AssertionError("completed by hand only", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Logs out everywhere. */
  @Override
  public void close() {
    opened.forEach(ScaleIoSystem::close);
  }
}
