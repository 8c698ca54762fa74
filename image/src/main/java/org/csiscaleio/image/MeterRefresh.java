package org.csiscaleio.image;

import java.time.Duration;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks each array every so often just for its metrics, where the operator wants that. */
final class MeterRefresh {
  private static final Logger log = LoggerFactory.getLogger(MeterRefresh.class);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private MeterRefresh() {}

  /**
   * Begins, in the background, for as long as the program runs.
   *
   * @param every zero: not at all
   */
  static void begin(Wiring wiring, Duration every) {
    if (!every.isPositive()) {
      return;
    }
    // Each on its own: one that is away holds up no other.
    wiring.arrays().stream()
        .flatMap(array -> array.controller().stream())
        .map(controller -> new Rounds("meter-refresh", () -> round(controller, every)))
        .forEach(Rounds::start);
  }

  private static Duration round(ControllerService controller, Duration every) {
    try {
      controller.refreshMeter(Deadline.after(PATIENCE));
    } catch (Failure failure) {
      // That the gateway is away is a metric itself.
      log.debug("metrics stay as they were: {}", failure.message());
    } catch (RuntimeException e) {
      log.warn("metrics stay as they were", e);
    }
    return every;
  }
}
