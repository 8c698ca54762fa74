package org.csiscaleio.image.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Accepts connections, as many as are allowed at a time, and gives each its passage. */
final class Relay {
  private final RelaySettings settings;
  private final HostService service;
  private final PrintStream err;
  private final Semaphore room;
  private final AtomicReference<String> lastTrouble = new AtomicReference<>("");

  Relay(RelaySettings settings, HostService service, PrintStream err) {
    this.settings = settings;
    this.service = service;
    this.err = err;
    this.room = new Semaphore(settings.maxConnections());
  }

  /** Accepts until the listener is closed. */
  void serve(ServerSocketChannel listener) throws IOException {
    while (true) {
      SocketChannel caller;
      try {
        caller = listener.accept();
      } catch (ClosedChannelException e) {
        return;
      }
      if (room.tryAcquire()) {
        Thread.startVirtualThread(() -> connect(caller));
      } else {
        caller.close();
        tell(
            settings.maxConnections()
                + " connections are open, the most at a time; one more was"
                + " closed");
      }
    }
  }

  private void connect(SocketChannel caller) {
    try {
      new Passage(caller, service, settings.patience()).run();
      lastTrouble.set("");
    } catch (IOException e) {
      tell(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  /** Says it, once in a row: nobody rotates the log of an orchestrator's plugin. */
  void tell(String trouble) {
    if (!trouble.equals(lastTrouble.getAndSet(trouble))) {
      err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " csi-scaleio relay: " + trouble);
    }
  }
}
