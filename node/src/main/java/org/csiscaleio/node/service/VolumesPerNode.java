package org.csiscaleio.node.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many volumes the array lets a node have. Who asks about the node waits a little for it, but
 * not again and again for an array that is away.
 */
final class VolumesPerNode {
  private static final Logger LOG = LoggerFactory.getLogger(VolumesPerNode.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  /** By {@link System#nanoTime}; 0 while there is no reason not to ask. */
  private final AtomicLong notBefore = new AtomicLong();

  /** 0 when the array does not say it soon, or did not within the last minute. */
  int tellOf(ArrayAccess array, Deadline deadline) {
    long time = notBefore.get();
    if (time != 0 && System.nanoTime() - time < 0) {
      return 0;
    }
    try {
      return array.volumesPerNode(deadline.orAfter(PATIENCE)).orElse(0);
    } catch (Failure failure) {
      notBefore.set(System.nanoTime() + LEFT_ALONE.toNanos());
      LOG.warn(
          "How many volumes this node may have is not told, because the array does not say: {}",
          failure.message());
      return 0;
    }
  }
}
