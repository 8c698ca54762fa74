package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * The listings of several systems, one behind the other, as one. What a page was cut from never
 * changes. A system that does not answer neither delays nor hides the others, and is not taken for
 * empty: the others' pages come first, their last one names a next page, and that one is the
 * missing system's. Who asks for it waits for that system, and fails while it fails; so nobody is
 * told that the list is whole before it is.
 */
final class JoinedListing<E> implements ListingShelf.Pages<E> {
  /** So long the others are waited for once the first system has answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BiFunction<ServedSystem, Deadline, ListingShelf.Pages<E>> reader;
  private final List<ListingShelf.Pages<E>> parts = new ArrayList<>();
  private final Set<ServedSystem> missing;

  /** The last reading of each. */
  private final Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> readings =
      new HashMap<>();

  private JoinedListing(
      List<ServedSystem> systems,
      BiFunction<ServedSystem, Deadline, ListingShelf.Pages<E>> reader) {
    this.reader = reader;
    this.missing = new LinkedHashSet<>(systems);
  }

  /**
   * Reads all systems at once.
   *
   * @param reader tells what a system has
   * @throws Failure when none of them answers
   */
  static <E> JoinedListing<E> read(
      List<ServedSystem> systems,
      BiFunction<ServedSystem, Deadline, ListingShelf.Pages<E>> reader,
      Deadline deadline) {
    var joined = new JoinedListing<>(systems, reader);
    joined.takeIn(deadline, PATIENCE);
    return joined;
  }

  /**
   * The same, for whoever reads one page and takes it for all.
   *
   * @throws Failure when one of them does not answer
   */
  static <E> JoinedListing<E> readAll(
      List<ServedSystem> systems,
      BiFunction<ServedSystem, Deadline, ListingShelf.Pages<E>> reader,
      Deadline deadline) {
    var joined = new JoinedListing<>(systems, reader);
    while (joined.isPartial()) {
      joined.takeIn(deadline, deadline.remaining());
    }
    return joined;
  }

  /** Sees to it that there is something at {@code offset}, if anything can be. */
  void reach(int offset, Deadline deadline) {
    if (offset >= known() && isPartial()) {
      takeIn(deadline, PATIENCE);
    }
  }

  private CompletableFuture<ListingShelf.Pages<E>> begin(ServedSystem system, Deadline deadline) {
    return SideBySide.start(() -> reader.apply(system, deadline));
  }

  /** Takes in those that have answered, once one has. */
  private void takeIn(Deadline deadline, Duration patience) {
    Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> asked = asked(deadline);
    awaitOne(asked, deadline);
    awaitAll(asked, deadline.orAfter(patience));
    if (!tookIn(asked)) {
      asked.forEach((system, reading) -> SideBySide.outcome(reading, deadline, () -> late(system)));
    }
  }

  /** Those that are missing; asked anew where that failed before. */
  private synchronized Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> asked(
      Deadline deadline) {
    var asked = new LinkedHashMap<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>>();
    for (ServedSystem system : missing) {
      asked.put(
          system,
          readings.compute(
              system,
              (same, last) ->
                  last == null || last.isCompletedExceptionally() ? begin(same, deadline) : last));
    }
    return asked;
  }

  private void awaitOne(
      Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> asked, Deadline deadline) {
    var good = new CompletableFuture<ListingShelf.Pages<E>>();
    for (var reading : asked.values()) {
      var _ = reading.thenAccept(good::complete);
    }
    var all = CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new));
    await(CompletableFuture.anyOf(good, all), deadline);
  }

  private void awaitAll(
      Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> asked, Deadline deadline) {
    await(CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)), deadline);
  }

  /** Waits; what came of it is looked at later. */
  private static void await(CompletableFuture<?> future, Deadline deadline) {
    try {
      future
          .handle((outcome, failure) -> true)
          .get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return; // What has come until now has come.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the call was interrupted");
    } catch (ExecutionException e) {
      throw Failure.internal("a handled future failed", e);
    }
  }

  /** Whether there is more than before. */
  private synchronized boolean tookIn(
      Map<ServedSystem, CompletableFuture<ListingShelf.Pages<E>>> asked) {
    boolean more = false;
    for (var each : asked.entrySet()) {
      if (each.getValue().state() == Future.State.SUCCESS) {
        if (missing.remove(each.getKey())) {
          readings.remove(each.getKey());
          parts.add(each.getValue().resultNow());
        }
        more = true;
      }
    }
    return more;
  }

  private static Failure late(ServedSystem system) {
    return Failure.unavailable(
        system.describe() + " has not told yet what it has; ask for the same page again");
  }

  private synchronized boolean isPartial() {
    return !missing.isEmpty();
  }

  private synchronized int known() {
    return parts.stream().mapToInt(ListingShelf.Pages::size).sum();
  }

  /** One more than is known while something is missing, so that there is a next page. */
  @Override
  public synchronized int size() {
    return known() + (missing.isEmpty() ? 0 : 1);
  }

  @Override
  public synchronized List<E> page(int from, int maxEntries, int roomBytes) {
    var page = new ArrayList<E>();
    int skip = from;
    int room = roomBytes;
    for (ListingShelf.Pages<E> part : parts) {
      if (skip >= part.size()) {
        skip -= part.size();
        continue;
      }
      int wanted = maxEntries == 0 ? 0 : maxEntries - page.size();
      List<E> more = part.page(skip, wanted, room);
      page.addAll(more);
      room -= more.stream().mapToInt(part::bytesOf).sum();
      boolean cut = skip + more.size() < part.size();
      if (cut || room <= 0 || (maxEntries > 0 && page.size() == maxEntries)) {
        break;
      }
      skip = 0;
    }
    return page;
  }

  @Override
  public synchronized int bytesOf(E entry) {
    return parts.isEmpty() ? 0 : parts.getFirst().bytesOf(entry);
  }
}
