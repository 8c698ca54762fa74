package org.csiscaleio.image;

import java.time.Duration;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes the first requests as quick as the later ones, in the background: the gateway is
 * logged in to. If that fails nothing is lost: it is tried again when a request needs it.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private WarmUp() {}

  static void begin(Wiring wiring) {
    wiring
        .system()
        .ifPresent(system -> Thread.ofVirtual().name("warm-up").start(() -> logIn(system)));
  }

  private static void logIn(ScaleIoSystem system) {
    try {
      SystemInfo info = system.info(Deadline.after(PATIENCE));
      log.info("logged in to system {} '{}', {}", info.id(), info.name(), info.versionName());
    } catch (Failure e) {
      log.warn("the gateway is not usable yet ({}); every request tries again", e.message());
    } catch (RuntimeException e) {
      log.warn("the gateway is not usable yet; every request tries again", e);
    }
  }
}
