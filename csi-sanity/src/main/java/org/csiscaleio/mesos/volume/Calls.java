package org.csiscaleio.mesos.volume;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.ServiceManager;
import org.csiscaleio.mesos.wire.CallFailed;
import org.csiscaleio.mesos.wire.PluginClient;

/**
 * How calls are made: each to the latest run of the plugin; Create and Delete, from 1.7.2 on, again
 * and again without limit while the answer is UNAVAILABLE or late: 1.7.x:P:402-510, V1:540-620.
 */
final class Calls {
  private final ServiceManager services;
  private final Release release;
  private final Timing timing;
  private volatile boolean stopped;

  Calls(ServiceManager services, Release release, Timing timing) {
    this.services = services;
    this.release = release;
    this.timing = timing;
  }

  <T> T controller(Function<PluginClient, T> call) {
    return call.apply(services.client(Service.CONTROLLER_SERVICE));
  }

  <T> T node(Function<PluginClient, T> call) {
    return call.apply(services.client(Service.NODE_SERVICE));
  }

  void tellNode(Consumer<PluginClient> call) {
    call.accept(services.client(Service.NODE_SERVICE));
  }

  void tellController(Consumer<PluginClient> call) {
    call.accept(services.client(Service.CONTROLLER_SERVICE));
  }

  /** CreateVolume and DeleteVolume. The n-th wait is random in [0, factor x 2^n], and limited. */
  <T> T repeated(Function<PluginClient, T> call) {
    Duration longest = timing.backoffFactor();
    while (true) {
      try {
        return controller(call);
      } catch (CallFailed e) {
        if (!release.repeatsCreateAndDelete() || !e.isRetryable() || stopped) {
          throw e;
        }
        pause(longest);
        Duration doubled = longest.multipliedBy(2);
        longest = doubled.compareTo(timing.backoffLimit()) < 0 ? doubled : timing.backoffLimit();
      }
    }
  }

  /** The agent's process ends. */
  void stop() {
    stopped = true;
  }

  private void pause(Duration longest) {
    long end = System.nanoTime() + ThreadLocalRandom.current().nextLong(longest.toNanos() + 1);
    while (System.nanoTime() - end < 0) {
      if (stopped) {
        throw new Failed("the agent ends");
      }
      LockSupport.parkNanos(Math.min(end - System.nanoTime(), 10_000_000));
    }
  }
}
