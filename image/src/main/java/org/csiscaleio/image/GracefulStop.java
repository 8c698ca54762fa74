package org.csiscaleio.image;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.csiscaleio.image.server.UnixSocketServer;
import org.csiscaleio.image.systemd.ServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and SIGINT do: no new requests, the running ones end, the gateway is logged out of,
 * the socket's name goes, and the process exits with 0. Mounts and mappings stay as they are.
 */
final class GracefulStop {
  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);

  private final UnixSocketServer server;
  private final Duration drain;
  private final Wiring wiring;
  private final ServiceManager manager;
  private final CountDownLatch stopped = new CountDownLatch(1);

  GracefulStop(UnixSocketServer server, Duration drain, Wiring wiring, ServiceManager manager) {
    this.server = server;
    this.drain = drain;
    this.wiring = wiring;
    this.manager = manager;
  }

  /** Arms it. The JVM answers both signals by running its shutdown hooks, of which this is one. */
  void onSignal() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("graceful-stop")
                .unstarted(() -> {
                  try {
                    stop();
                  } catch (RuntimeException | Error e) {
                    log.error("the stop is not complete; nothing on the host depends on it", e);
                  } finally {
                    // Without this the JVM would report the signal, not 0.
                    Runtime.getRuntime().halt(Main.DONE);
                  }
                }));
  }

  /** Waits until the stop is complete; the process ends meanwhile. */
  void await() throws InterruptedException {
    stopped.await();
  }

  private void stop() {
    try {
      manager.stopping();
      log.info("stopping; running requests have {} s to end", drain.toSeconds());
      if (!server.stop(drain)) {
        log.warn("requests were cut off that did not end in time");
      }
    } catch (IOException | RuntimeException e) {
      log.warn("stopping the server failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wiring.close();
      log.info("stopped");
      stopped.countDown();
    }
  }
}
