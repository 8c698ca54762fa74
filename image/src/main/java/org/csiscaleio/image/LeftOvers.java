package org.csiscaleio.image;

import java.time.Duration;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Pauses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the background: volumes that were given back while the gateway could not be asked, or by a
 * program that was killed, are unmapped from this host.
 */
final class LeftOvers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeftOvers.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NodeService node;
  private final Rounds rounds;
  private Duration pause = FIRST_PAUSE;

  LeftOvers(NodeService node) {
    this.node = node;
    this.rounds = new Rounds("left-overs", this::round);
  }

  /** Begins; once. */
  void start() {
    rounds.start();
  }

  private Duration round() {
    pause = unmap() == 0 ? FIRST_PAUSE : Pauses.longer(pause, LONGEST_PAUSE);
    return pause;
  }

  private int unmap() {
    try {
      return node.unmapLeftOvers(Deadline.after(PATIENCE));
    } catch (Failure failure) {
      log.warn("what is left to unmap cannot be told: {}", failure.message());
      return 1;
    } catch (RuntimeException e) {
      log.error("what is left to unmap cannot be told", e);
      return 1;
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
