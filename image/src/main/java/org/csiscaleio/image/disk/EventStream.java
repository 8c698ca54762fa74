package org.csiscaleio.image.disk;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import okhttp3.Response;

/** One subscription: reads a master's events into a queue until it ends, on a thread of its own. */
final class EventStream implements AutoCloseable {
  /** The header by which a master knows which subscription a call belongs to. */
  static final String ID = "Mesos-Stream-Id";

  private final MasterHttp.Opened opened;
  private final String id;

  private EventStream(MasterHttp.Opened opened, String id) {
    this.opened = opened;
    this.id = id;
  }

  /**
   * Begins to read.
   *
   * @param opened the answer to SUBSCRIBE; this one's to close
   * @throws MasterFailure REFUSED when the master does not subscribe the framework
   */
  static EventStream begin(MasterHttp.Opened opened, BlockingQueue<Event> events) {
    Response response = opened.response();
    String id = response.header(ID);
    if (response.code() == 200 && id != null) {
      var stream = new EventStream(opened, id);
      Thread.ofVirtual().name("events").start(() -> stream.read(events));
      return stream;
    }
    try (response) {
      String said = response.peekBody(300).string().replaceAll("\\p{Cntrl}+", " ").strip();
      throw new MasterFailure(
          MasterFailure.Kind.REFUSED,
          "the master at "
              + MasterHttp.place(response.request().url())
              + (response.code() == 200
                  ? " is none: it began no stream of events"
                  : " does not take the framework (" + response.code() + "): " + said));
    } catch (IOException e) {
      throw new MasterFailure(MasterFailure.Kind.AWAY, "the master's answer broke off: " + e, e);
    }
  }

  String id() {
    return id;
  }

  private void read(BlockingQueue<Event> events) {
    String why = "the master has closed the connection";
    try (var records = new RecordStream(opened.response().body().byteStream())) {
      for (Optional<String> record = records.next(); record.isPresent(); record = records.next()) {
        events.add(Event.parse(record.get()));
      }
    } catch (IOException e) {
      why = "the connection to the master broke: " + MasterHttp.said(e);
    } catch (IllegalArgumentException e) {
      why = "the master sent what is no event: it " + e.getMessage();
    }
    events.add(new Event.Lost(why));
  }

  /** Breaks it off; the thread that reads closes it. */
  @Override
  public void close() {
    opened.call().cancel();
  }
}
