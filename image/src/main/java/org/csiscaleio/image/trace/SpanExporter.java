package org.csiscaleio.image.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans in the background. Whoever has one waits for nobody: what there is no room for is
 * dropped, and counted. A collector that is away is tried again, ever less often, and is said in
 * the log once in ten minutes.
 */
final class SpanExporter implements Consumer<Span>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpanExporter.class);

  static final int MOST_WAITING = 1024;
  private static final int MOST_AT_ONCE = 256;
  private static final Duration GATHERING = Duration.ofSeconds(1);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(500);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Wakes who waits for spans, and is none. */
  private static final Span END =
      new Span("", "", "", "", Span.Kind.INTERNAL, 0, 0, Map.of(), false, "");

  private final LinkedBlockingQueue<Span> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Collector collector;
  private final OtlpJson json;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean failing;
  private long complainedNanos;

  SpanExporter(Collector collector, OtlpJson json) {
    this.collector = collector;
    this.json = json;
    this.thread = Thread.ofVirtual().name("traces").unstarted(this::run);
  }

  /** Begins to send; once. */
  void start() {
    thread.start();
  }

  @Override
  public void accept(Span span) {
    if (!waiting.offer(span)) {
      dropped.incrementAndGet();
    }
  }

  /** How many spans there was no room for. */
  long dropped() {
    return dropped.get();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        send(gathered());
      }
      sendRest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      collector.close();
    }
  }

  /** The next ones, when there are any; what belongs together mostly comes within a second. */
  private List<Span> gathered() throws InterruptedException {
    var batch = new ArrayList<Span>();
    batch.add(waiting.take());
    boolean _ = pause(GATHERING);
    waiting.drainTo(batch, MOST_AT_ONCE - 1);
    return batch;
  }

  /** Returns at once, and true, when this is closed. */
  private boolean pause(Duration duration) throws InterruptedException {
    return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void send(List<Span> batch) throws InterruptedException {
    batch.remove(END);
    if (batch.isEmpty()) {
      return;
    }
    String body = json.of(batch);
    Duration pause = LEAST_PAUSE;
    do {
      switch (collector.send(body)) {
        case Collector.Outcome.Taken taken -> {
          recovered();
          return;
        }
        case Collector.Outcome.Refused(String why) -> {
          dropped.addAndGet(batch.size());
          complain("refused spans, which are dropped: " + why);
          return;
        }
        case Collector.Outcome.Away(String why) -> complain("cannot be reached: " + why);
      }
      pause = pause.multipliedBy(2).compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : pause.multipliedBy(2);
    } while (!pause(pause));
  }

  private void sendRest() throws InterruptedException {
    var rest = new ArrayList<Span>();
    waiting.drainTo(rest, MOST_AT_ONCE);
    if (!failing) {
      send(rest);
    }
  }

  private void recovered() {
    if (failing) {
      log.info(
          "traces are sent to {} again; {} spans were dropped", collector.endpoint(), dropped());
    }
    failing = false;
  }

  private void complain(String what) {
    long now = System.nanoTime();
    if (!failing || now - complainedNanos > BETWEEN_COMPLAINTS.toNanos()) {
      log.warn(
          "the collector of traces at {} {}; {} spans were dropped so far, requests are served all the"
              + " same",
          collector.endpoint(),
          what,
          dropped());
      complainedNanos = now;
    }
    failing = true;
  }

  /** Sends what is left where sending worked so far, and takes two seconds at most. */
  @Override
  public void close() {
    closed.countDown();
    boolean _ = waiting.offer(END);
    if (!thread.isAlive()) {
      return;
    }
    try {
      boolean _ = thread.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
