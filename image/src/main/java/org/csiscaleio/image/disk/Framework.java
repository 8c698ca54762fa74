package org.csiscaleio.image.disk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.image.disk.MasterFailure.Kind;
import org.csiscaleio.image.mesos.Json;
import org.csiscaleio.image.mesos.MesosRelease;
import org.csiscaleio.operation.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A framework at a master, for as long as this command runs: subscribes, comes back when the master
 * or the connection changes, and is torn down at the end, so that it holds nobody's offers.
 */
final class Framework implements AutoCloseable {

  /** So long a master keeps it when this program dies or the network breaks. */
  private static final Duration OUTLIVES = Duration.ofSeconds(60);

  /** After that many beats of silence there is no connection any more. */
  private static final int MOST_BEATS_MISSED = 5;

  private static final Duration FIRST_WORD = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final MasterHttp http;
  private final CallSender sender;
  private final String role;
  private final Optional<String> principal;
  private final Progress progress;
  private final Deadline whole;

  /** Whose operation it is: updates of 1.6 do not say. */
  private record Where(String agent, String provider) {}

  private final Map<String, Where> accepted = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();

  private @Nullable EventStream stream;
  private BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile Optional<String> id = Optional.empty();
  private volatile String streamId = "";
  private volatile boolean torn;
  private Optional<MesosRelease> release = Optional.empty();
  private Duration silence = Duration.ofSeconds(75);

  /**
   * One that is not subscribed yet.
   *
   * @param whole until then it looks for a leader when it has lost one
   */
  Framework(
      MasterHttp http, String role, Optional<String> principal, Progress progress, Deadline whole) {
    this.whole = whole;
    this.http = http;
    this.sender = new CallSender(http);
    this.role = role;
    this.principal = principal;
    this.progress = progress;
  }

  /**
   * Subscribes, looking for a leader for as long as there is time.
   *
   * @throws MasterFailure when there is none, or it does not want this framework
   */
  void subscribe() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      if (torn) {
        throw new MasterFailure(Kind.AWAY, "the framework was ended");
      }
      try {
        connect();
        return;
      } catch (MasterFailure e) {
        if (e.kind() == Kind.REFUSED || whole.remaining().compareTo(pause) <= 0) {
          throw e;
        }
        progress.note(e.message() + "; trying again");
        pause(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private void connect() {
    drop();
    // Calls that come late from an old stream find a queue that nobody reads.
    var fresh = new LinkedBlockingQueue<Event>();
    events = fresh;
    EventStream begun =
        EventStream.begin(
            http.open(
                CallSender.PATH,
                Calls.subscribe(role, principal, id, OUTLIVES.toSeconds()),
                silence),
            fresh);
    stream = begun;
    switch (take(whole.orAfter(FIRST_WORD)).orElse(new Event.Lost("no word came"))) {
      case Event.Subscribed subscribed -> {
        id = Optional.of(subscribed.framework());
        streamId = begun.id();
        silence = subscribed.heartbeat().multipliedBy(MOST_BEATS_MISSED);
        release = subscribed.version().flatMap(Framework::release);
      }
      case Event.Ended ended -> throw new MasterFailure(Kind.REFUSED, ended(ended.why()));
      case Event.Lost lost -> throw new MasterFailure(Kind.AWAY, lost.why());
      case Event other -> throw new MasterFailure(Kind.AWAY, "the master began with " + other);
    }
  }

  private static Optional<MesosRelease> release(String version) {
    try {
      return Optional.of(MesosRelease.parse(version.replaceFirst("^(1\\.[0-9]+)\\..*", "$1")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String ended(String why) {
    return "the master has ended the framework: " + why;
  }

  /** The master's; 1.11 where it does not say, or is newer. */
  MesosRelease release() {
    return release.orElse(new MesosRelease(11));
  }

  /** Whether the master tells what becomes of operations: since 1.6. */
  boolean tellsOfOperations() {
    return release().minor() >= 6;
  }

  /**
   * The next event that matters, empty when none came by the deadline. A connection that broke is
   * made anew first; then comes {@link Event.Subscribed}: offers from before are void, and updates
   * may have been missed.
   *
   * @throws MasterFailure when the master ended the framework, or none was found in time
   */
  Optional<Event> next(Deadline deadline) {
    while (!deadline.expired()) {
      Deadline quiet = deadline.orAfter(silence);
      Optional<Event> event = take(quiet);
      if (event.isEmpty() && !deadline.expired()) {
        event = Optional.of(new Event.Lost("the master has been silent for too long"));
      }
      switch (event.orElseGet(Event.Other::new)) {
        case Event.Other other -> {}
        case Event.Ended ended -> throw new MasterFailure(Kind.REFUSED, ended(ended.why()));
        case Event.Lost lost -> {
          progress.note(lost.why() + "; subscribing again");
          subscribe();
          return Optional.of(new Event.Subscribed(id.orElse(""), Optional.empty(), silence));
        }
        case Event.Updated updated -> {
          acknowledge(updated.update());
          return Optional.of(updated);
        }
        case Event wanted -> {
          return Optional.of(wanted);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Event> take(Deadline deadline) {
    try {
      return Optional.ofNullable(events.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MasterFailure(Kind.AWAY, "the command was interrupted", e);
    }
  }

  /** Gives offers back, for longer than this command runs. */
  void decline(List<Offer> offers) {
    if (!offers.isEmpty()) {
      tell(Calls.decline(offers.stream().map(Offer::id).toList()));
    }
  }

  /**
   * Has operations done with an offer; all else of it goes back.
   *
   * @param ids one for each operation, or none
   * @return whether the master may have taken them
   * @throws MasterFailure REFUSED when it finds the call wrong
   */
  boolean accept(Offer offer, List<Operation> operations, List<String> ids) {
    var json = new ArrayList<Json>();
    for (int i = 0; i < operations.size(); i++) {
      Optional<String> id = ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(i));
      json.add(operations.get(i).json(release(), id));
      String provider = operations.get(i).disk().provider();
      id.ifPresent(known -> accepted.put(known, new Where(offer.agent(), provider)));
    }
    return !(tell(Calls.accept(offer.id(), json)) instanceof CallSender.Sent.NotTaken);
  }

  /** Asks for no offers, until {@link #revive}. */
  void suppress() {
    tell(Calls.plain("SUPPRESS"));
  }

  /** Asks for offers again, also of what was given back. */
  void revive() {
    tell(Calls.plain("REVIVE"));
  }

  /** Tells the agent that it need not repeat an update, whoever still waits for it here. */
  private void acknowledge(OperationUpdate update) {
    Where where = accepted.getOrDefault(update.operation(), new Where("", ""));
    update
        .uuid()
        .ifPresent(uuid -> {
          acknowledged.add(update.operation());
          tell(
              Calls.acknowledge(
                  update.agent().orElse(where.agent()),
                  update.provider().orElse(where.provider()),
                  uuid,
                  update.operation()));
        });
  }

  /** Whether an agent was told that it need not repeat an operation's update. */
  boolean hasAcknowledged(String operation) {
    return acknowledged.contains(operation);
  }

  /**
   * Asks what has become of operations. Up to 1.7 the answer says so, returned here; later ones
   * send it as updates.
   */
  List<OperationUpdate> reconcile(String agent, String provider, List<String> operations) {
    return tell(Calls.reconcile(agent, provider, operations)) instanceof CallSender.Sent.Taken taken
        ? OperationUpdate.allOf(taken.body())
        : List.of();
  }

  /** When a call does not get through, the connection is lost too, or will be found to be. */
  private CallSender.Sent tell(Json.Members call) {
    CallSender.Sent sent = sender.send(call, id.orElse(""), streamId);
    sent.trouble().ifPresent(why -> events.add(new Event.Lost(why)));
    return sent;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MasterFailure(Kind.AWAY, "the command was interrupted", e);
    }
  }

  private void drop() {
    EventStream old = stream;
    stream = null;
    if (old != null) {
      old.close();
    }
  }

  /**
   * Ends the framework at the master, once. Operations that are being carried out go on. For any
   * thread: whoever presses Ctrl-C ends it from another.
   */
  void tearDown() {
    if (torn || id.isEmpty()) {
      return;
    }
    torn = true;
    try {
      sender
          .send(Calls.plain("TEARDOWN"), id.get(), streamId)
          .trouble()
          // It ends by itself when it has not come back for a minute.
          .ifPresent(why -> progress.note("the framework could not be ended: " + why));
    } catch (MasterFailure e) {
      progress.note("the framework could not be ended: " + e.message());
    }
  }

  @Override
  public void close() {
    tearDown();
    drop();
  }
}
