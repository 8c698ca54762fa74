package org.csiscaleio.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.csiscaleio.operation.Deadline;

/**
 * Looks names up on a thread that can be given up on: Java's own look-up takes as long as the
 * resolver's configuration says, and no timeout ends it.
 *
 * @param names who knows the names
 * @param limit for one look-up
 */
record BoundedDns(Dns names, Duration limit) implements Dns {
  /** Bound while a request is being sent: no look-up is waited for longer than it. */
  static final ScopedValue<Deadline> DEADLINE = ScopedValue.newInstance();

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    var task = new FutureTask<>(() -> names.lookup(hostname));
    Thread.ofVirtual().name("dns-" + hostname).start(task);
    Deadline deadline = Deadline.after(limit);
    if (DEADLINE.isBound()) {
      deadline = DEADLINE.get().orAfter(limit);
    }
    try {
      return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unknown(hostname, "no answer from the name service in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(hostname, "interrupted while looking it up");
    } catch (ExecutionException e) {
      throw unknown(hostname, "the name service does not know it");
    }
  }

  private static UnknownHostException unknown(String hostname, String why) {
    return new UnknownHostException(hostname + ": " + why);
  }
}
