package org.csiscaleio.image;

import java.time.Duration;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.node.host.LinuxHost;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes the first requests as quick as the later ones, in the background: the ways into the
 * kernel are prepared, the gateway is logged in to and, in node scope, the array's volumes are
 * read, from then on every so often. If that fails nothing is lost: it is tried again when a
 * request needs it. Then it is looked whether an earlier run left something undone, and whether the
 * SDC is ready.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** An orchestrator that waits for the socket calls at once; its first answer comes first. */
  private static final Duration AFTER_YOU = Duration.ofMillis(250);

  private WarmUp() {}

  static void begin(Wiring wiring) {
    wiring
        .host()
        .ifPresent(host ->
            start(
                "warm-kernel",
                () -> {
                  warm(host);
                  look(wiring);
                }));
    // Each on its own: one that is away holds up no other.
    for (Wiring.Array array : wiring.arrays()) {
      start(
          "warm-gateway",
          () -> {
            logIn(array.system());
            array.controller().ifPresent(ControllerService::start);
          });
    }
  }

  /** Does something in the background when whoever waits for the socket has been answered. */
  static void afterFirstAnswers(String name, Runnable work) {
    start(name, work);
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            Thread.sleep(AFTER_YOU);
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void warm(LinuxHost host) {
    try {
      host.warm();
    } catch (RuntimeException e) {
      log.warn("the kernel's calls could not be prepared", e);
    }
  }

  private static void look(Wiring wiring) {
    try {
      wiring.reportLostTargets(Deadline.after(PATIENCE));
    } catch (RuntimeException e) {
      log.warn("whether mounts were lost cannot be told", e);
    }
    wiring.leftOvers().ifPresent(LeftOvers::start);
    wiring.sdcWatch().ifPresent(SdcWatch::start);
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
