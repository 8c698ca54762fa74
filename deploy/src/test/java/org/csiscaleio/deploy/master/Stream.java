package org.csiscaleio.deploy.master;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** One subscription's events. */
final class Stream {
  private final OutputStream out;
  private final CountDownLatch over = new CountDownLatch(1);
  final String id;

  Stream(OutputStream out, String id) {
    this.out = out;
    this.id = id;
  }

  synchronized void send(Event event) {
    byte[] json = JsonMessages.write(event).toString().getBytes(StandardCharsets.UTF_8);
    try {
      out.write((json.length + "\n").getBytes(StandardCharsets.US_ASCII));
      out.write(json);
      out.flush();
    } catch (IOException e) {
      over.countDown();
    }
  }

  /** Ends it as a broken connection does: within an event. */
  synchronized void tear() {
    try {
      out.write("77\n{\"type\":".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      // It is over then, too.
    }
    over.countDown();
  }

  void end() {
    over.countDown();
  }

  void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
