package org.csiscaleio.image.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd wants to hear from a service of {@code Type=notify} (sd_notify(3)): that it serves,
 * that it stops, and with {@code WatchdogSec=} that it lives. Says nothing when nobody asked, as
 * under an orchestrator.
 */
public final class ServiceManager {
  /** A full queue is emptied soon, or never. */
  private static final int ATTEMPTS = 40;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final String address;
  private final Optional<Duration> watchdog;

  private ServiceManager(String address, Optional<Duration> watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /**
   * Whom the environment names in {@code NOTIFY_SOCKET}, and how often it wants a sign of life, in
   * {@code WATCHDOG_USEC}, unless that is meant for another process ({@code WATCHDOG_PID}).
   */
  public static ServiceManager of(Map<String, String> environment) {
    String pid = Long.toString(ProcessHandle.current().pid());
    boolean ours = environment.getOrDefault("WATCHDOG_PID", pid).equals(pid);
    return new ServiceManager(
        environment.getOrDefault("NOTIFY_SOCKET", ""),
        ours ? microseconds(environment.getOrDefault("WATCHDOG_USEC", "")) : Optional.empty());
  }

  private static Optional<Duration> microseconds(String text) {
    try {
      long micros = text.isEmpty() ? 0 : Long.parseLong(text);
      return Optional.of(Duration.ofNanos(Math.multiplyExact(micros, 1000)))
          .filter(Duration::isPositive);
    } catch (ArithmeticException | NumberFormatException e) {
      log().warn("WATCHDOG_USEC is not a number of microseconds; no signs of life are sent");
      return Optional.empty();
    }
  }

  /**
   * The program serves. Returns at once; the first message takes some time to be sent, and whoever
   * calls the program does not wait for it.
   *
   * @param status for people, one line
   * @param lives whether the program still answers; asked again and again if there is a watchdog
   */
  public void ready(String status, BooleanSupplier lives) {
    if (!address.isEmpty()) {
      Thread.ofPlatform()
          .daemon()
          .name("service-manager")
          .start(() -> {
            tell("READY=1\nSTATUS=" + status);
            watchdog.ifPresent(limit -> showLife(limit.dividedBy(2), lives));
          });
    }
  }

  /** The program has begun to stop. */
  public void stopping() {
    if (!address.isEmpty()) {
      tell("STOPPING=1\nSTATUS=running requests end");
    }
  }

  /** Not a field: this class is loaded before the socket is bound, and loggers take their time. */
  private static Logger log() {
    return LoggerFactory.getLogger(ServiceManager.class);
  }

  private void showLife(Duration pause, BooleanSupplier lives) {
    try {
      while (true) {
        Thread.sleep(pause);
        if (lives.getAsBoolean()) {
          tell("WATCHDOG=1");
        } else {
          log().error("the program does not answer itself; systemd will restart it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String message) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          NotifySocket.send(address, message);
          return;
        } catch (IOException e) {
          if (attempt == ATTEMPTS) {
            log()
                .warn(
                    "systemd could not be told {}: {}",
                    message.lines().findFirst().orElse(""),
                    e.getMessage());
            return;
          }
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
