package org.csiscaleio.node.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Exclusive hold of a device: while it lasts nobody else can mount the device or hold it too.
 * Others' holds are waited out for a while, since a mkfs or fsck that outlived an earlier run of
 * ours ends by itself.
 */
final class DeviceHold {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration MARGIN = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final ProcessTable processes;

  DeviceHold(Kernel kernel, BoundedCalls calls, ProcessTable processes) {
    this.kernel = kernel;
    this.calls = calls;
    this.processes = processes;
  }

  /** Something done to a device while it is held. */
  @FunctionalInterface
  interface Held<T> {
    T run(OpenDevice open) throws IOException;
  }

  /** Looks at the device while holding it. */
  <T> T look(Device device, Deadline deadline, Held<T> work) {
    return held(device, false, "looking at", deadline, work);
  }

  /**
   * Writes to the device while holding it.
   *
   * @param doing what is done, for a message: {@code wiping}
   */
  <T> T change(Device device, String doing, Deadline deadline, Held<T> work) {
    return held(device, true, doing, deadline, work);
  }

  private <T> T held(
      Device device, boolean writable, String doing, Deadline deadline, Held<T> work) {
    Deadline end = deadline.earlierBy(MARGIN).orAfter(PATIENCE);
    while (true) {
      try {
        BoundedCalls.Call<T> call =
            () -> {
              OpenDevice open = kernel.open(device.node(), true, writable);
              try {
                return work.run(open);
              } finally {
                kernel.close(open);
              }
            };
        String what = doing + " " + device;
        return writable
            ? calls.changeAndAsk(device.volume(), what, deadline, call)
            : calls.ask(device.volume(), what, deadline, call);
      } catch (ErrnoException e) {
        if (!e.is(Errno.EBUSY)) {
          throw HostFailures.of(doing + " " + device + " failed", e);
        }
        waitOr(end, () -> inUse(device, usersOf(device, deadline)));
      } catch (IOException e) {
        throw HostFailures.of(doing + " " + device + " failed", e);
      }
    }
  }

  /**
   * Waits until no other process has the device open. mkfs.btrfs holds it exclusively only now and
   * then, so one that outlived an earlier run of ours could still be writing.
   */
  void awaitNoOthers(Device device, Deadline deadline) {
    Deadline end = deadline.earlierBy(MARGIN).orAfter(PATIENCE);
    List<String> users = usersOf(device, deadline);
    while (!users.isEmpty()) {
      List<String> named = users;
      waitOr(end, () -> inUse(device, named));
      users = usersOf(device, deadline);
    }
  }

  /**
   * Waits until nobody uses the device: it can be held, so it is mounted nowhere, and no process
   * has it open.
   *
   * @throws Failure UNAVAILABLE while somebody does
   */
  void requireUnused(Device device, Deadline deadline) {
    awaitNoOthers(device, deadline);
    var _ = look(device, deadline, open -> Boolean.TRUE);
  }

  private List<String> usersOf(Device device, Deadline deadline) {
    try {
      return calls.ask(
          device.volume(),
          "looking for users of " + device,
          deadline,
          () -> processes.usersOfDevice(device.node()));
    } catch (IOException e) {
      throw HostFailures.of("who uses " + device + " cannot be told", e);
    }
  }

  private static void waitOr(Deadline end, Supplier<Failure> failure) {
    if (end.expired()) {
      throw failure.get();
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure.get();
    }
  }

  private static Failure inUse(Device device, List<String> users) {
    return Failure.unavailable(
        device
            + " is in use by "
            + (users.isEmpty() ? "something" : String.join(", ", users))
            + " outside of this plugin's mounts (another mount namespace, LVM, multipath?);"
            + " it was not touched. Have it let go, and repeat the call");
  }
}
