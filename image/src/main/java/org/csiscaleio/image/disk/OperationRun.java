package org.csiscaleio.image.disk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.csiscaleio.image.disk.OperationState.Next;
import org.csiscaleio.operation.Deadline;

/**
 * Has operations done with an offer and waits for what becomes of the last of them, of which the
 * others are the preparation. Masters from 1.6 on tell; where they do not, or what they told was
 * lost, the agents' disks are looked at.
 */
final class OperationRun {
  /** As often it may be unknown, at an agent that is just coming back, before that is believed. */
  private static final int TIMES_UNKNOWN = 3;

  private static final Duration LATEST = Duration.ofSeconds(2);

  private final Framework framework;
  private final Pace pace;
  private final Progress progress;
  private final Supplier<Optional<Cluster>> clusters;

  /** What they are called, by their ids. */
  private final Map<String, String> sent = new HashMap<>();

  private final Map<String, OperationUpdate> heard = new HashMap<>();
  private List<String> ids = List.of();
  private String agent = "";
  private String provider = "";
  private int unknown;
  private boolean seenInWork;

  /**
   * @param clusters reads the agents' disks; empty where that is not allowed
   */
  OperationRun(
      Framework framework, Pace pace, Progress progress, Supplier<Optional<Cluster>> clusters) {
    this.framework = framework;
    this.pace = pace;
    this.progress = progress;
    this.clusters = clusters;
  }

  /**
   * Sends them and waits.
   *
   * @param done what there is when the last one was done; empty when it is not so
   */
  Result run(
      Offer offer,
      List<Operation> operations,
      Function<Cluster, Optional<List<DiskResource>>> done,
      Deadline deadline) {
    agent = offer.agent();
    provider = operations.getLast().disk().provider();
    boolean tells = framework.tellsOfOperations();
    var named = new ArrayList<String>();
    for (Operation operation : operations) {
      String id = "csi-scaleio-" + operation.word() + "-" + UUID.randomUUID();
      sent.put(id, operation.word());
      named.add(id);
    }
    ids = List.copyOf(named);
    try {
      if (!framework.accept(offer, operations, tells ? ids : List.of())) {
        return new Result.Dropped("did not reach the master");
      }
    } catch (MasterFailure e) {
      return new Result.Failed(e.message(), false, false);
    }
    progress.waitFor(offer.host() + " to " + operations.getLast().word());
    try {
      framework.suppress();
      return tells ? listen(done, deadline) : look(operations.getLast(), done, deadline);
    } catch (MasterFailure e) {
      return new Result.Unknown(e.message());
    } finally {
      progress.done();
    }
  }

  private Result listen(Function<Cluster, Optional<List<DiskResource>>> done, Deadline deadline) {
    while (!deadline.expired()) {
      Optional<Event> event = framework.next(deadline.orAfter(pace.ask()));
      boolean ask = event.isEmpty() || event.get() instanceof Event.Subscribed;
      if (event.isPresent() && event.get() instanceof Event.Subscribed) {
        framework.suppress();
      }
      if (ask) {
        framework.reconcile(agent, provider, ids).forEach(this::hear);
      }
      switch (event.orElseGet(Event.Other::new)) {
        case Event.Offers offers -> framework.decline(offers.offers());
        case Event.Updated updated -> hear(updated.update());
        default -> {}
      }
      Optional<Result> result = result(done);
      if (result.isPresent()) {
        hearTheRest(deadline);
        return result.get();
      }
    }
    return lookOnceMore(done, "the time was over");
  }

  /** Keeps what counts: the last word, and no old one that comes twice. */
  private void hear(OperationUpdate update) {
    if (!sent.containsKey(update.operation())) {
      return;
    }
    OperationUpdate before = heard.get(update.operation());
    boolean settled =
        before != null && before.state().next() != Next.WAIT && before.state().next() != Next.LOOK;
    if (settled) {
      return;
    }
    heard.put(update.operation(), update);
    if (update.state().next() == Next.LOOK) {
      unknown++;
    }
    if (update.state() == OperationState.UNREACHABLE
        || update.state() == OperationState.RECOVERING) {
      progress.note("the operation " + described(update));
    }
  }

  private Optional<Result> result(Function<Cluster, Optional<List<DiskResource>>> done) {
    OperationUpdate last = heard.get(ids.getLast());
    if (last == null) {
      return Optional.empty();
    }
    return switch (last.state().next()) {
      case WAIT -> Optional.empty();
      case DONE ->
          Optional.of(
              new Result.Done(
                  last.converted().isEmpty()
                      ? clusters.get().flatMap(done).orElse(List.of())
                      : last.converted()));
      case FAILED ->
          Optional.of(
              // Between an offer and its acceptance it may be taken back.
              last.message().contains("with invalid offers")
                  ? new Result.Dropped("came too late: " + last.message())
                  : new Result.Failed(
                      firstFailure(last), prepared(), last.state() == OperationState.FAILED));
      case AGAIN -> Optional.of(new Result.Dropped(described(last)));
      case UNKNOWN -> Optional.of(new Result.Unknown(described(last)));
      case LOOK -> {
        Optional<List<DiskResource>> there = clusters.get().flatMap(done);
        if (there.isPresent()) {
          yield Optional.of(new Result.Done(there.get()));
        }
        yield unknown < TIMES_UNKNOWN
            ? Optional.empty()
            : Optional.of(new Result.Unknown(described(last)));
      }
    };
  }

  /** When the preparation was refused, that is why the last one was too. */
  private String firstFailure(OperationUpdate last) {
    for (String id : ids) {
      OperationUpdate update = heard.get(id);
      if (update != null && update.state().next() == Next.FAILED) {
        return sent.getOrDefault(id, "it") + " " + described(update);
      }
    }
    return described(last);
  }

  private boolean prepared() {
    return ids.subList(0, ids.size() - 1).stream()
        .map(heard::get)
        .allMatch(update -> update == null || update.state().next() != Next.FAILED);
  }

  private static String described(OperationUpdate update) {
    return update.state().meaning()
        + (update.message().isBlank() ? "" : ": " + update.message())
        + (update.state().advice().isEmpty() ? "" : " (" + update.state().advice() + ")");
  }

  /** Updates may come after what was asked for; agents repeat what nobody acknowledges. */
  private void hearTheRest(Deadline deadline) {
    Deadline soon = deadline.orAfter(pace.ask()).orAfter(LATEST);
    while (ids.stream().anyMatch(this::isToCome) && !soon.expired()) {
      switch (framework.next(soon).orElseGet(Event.Other::new)) {
        case Event.Updated updated -> hear(updated.update());
        case Event.Offers offers -> framework.decline(offers.offers());
        default -> {}
      }
    }
  }

  /** What a master has refused it tells once, and nobody acknowledges it. */
  private boolean isToCome(String id) {
    OperationUpdate update = heard.get(id);
    return update == null
        || (update.state() != OperationState.ERROR && !framework.hasAcknowledged(id));
  }

  /** Mesos 1.5 tells nobody: what is in work counts as used, and afterwards it is there or not. */
  private Result look(
      Operation last, Function<Cluster, Optional<List<DiskResource>>> done, Deadline deadline) {
    int idle = 0;
    while (!deadline.expired()) {
      Optional<Event> event = framework.next(deadline.orAfter(pace.look()));
      if (event.isPresent() && event.get() instanceof Event.Offers offers) {
        framework.decline(offers.offers());
      }
      Optional<Cluster> cluster = clusters.get();
      Optional<List<DiskResource>> there = cluster.flatMap(done);
      if (there.isPresent()) {
        return new Result.Done(there.get());
      }
      if (cluster.isEmpty()) {
        continue;
      }
      boolean inWork =
          cluster
              .get()
              .agent(agent)
              .map(each -> each.use(last.disk()))
              .filter(Cluster.Use.USED::equals)
              .isPresent();
      seenInWork |= inWork;
      idle = inWork ? 0 : idle + 1;
      if (idle >= (seenInWork ? 2 : 10)) {
        return new Result.Failed(
            "was not done, and this release of Mesos does not tell why: the agent's log does",
            true,
            true);
      }
    }
    return lookOnceMore(
        done,
        "the time was over, and this release of Mesos does not tell what becomes of operations");
  }

  private Result lookOnceMore(Function<Cluster, Optional<List<DiskResource>>> done, String why) {
    Optional<List<DiskResource>> there = clusters.get().flatMap(done);
    if (there.isPresent()) {
      return new Result.Done(there.get());
    }
    OperationUpdate last = heard.get(ids.getLast());
    return new Result.Unknown(
        why + (last == null ? " before anything was heard of it" : "; it " + described(last)));
  }
}
