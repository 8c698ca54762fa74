package org.csiscaleio.node.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Pauses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds volumes' devices. After a mapping the link normally appears in one to three seconds; when
 * half of the time is over without it, the SDC is told to look again.
 */
final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  /** Kept back from a caller's deadline: what follows the device's appearance takes time too. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final VolumeLinks links;
  private final Sdc sdc;
  private final Duration wait;

  Devices(Kernel kernel, BoundedCalls calls, VolumeLinks links, Sdc sdc, Duration wait) {
    this.kernel = kernel;
    this.calls = calls;
    this.links = links;
    this.sdc = sdc;
    this.wait = wait;
  }

  /** What a look for a volume's device finds. */
  private sealed interface Look {
    /** It may still come. */
    record NotYet(String why) implements Look {}

    /** It is here. */
    record Here(Device device) implements Look {}

    /** It is here, and this process may not open it. */
    record Denied(VolumeLinks.Target.Found found) implements Look {}
  }

  /** The device if it is here now. */
  Optional<Device> find(VolumeId volume, Deadline deadline) {
    return look(volume, deadline) instanceof Look.Here here
        ? Optional.of(here.device())
        : Optional.empty();
  }

  /** Waits for the device, then proves that it is the right one. */
  Device await(VolumeId volume, Mapping mapping, Deadline deadline) {
    Device device = await(volume, any -> true, why -> neverCame(volume, mapping, why), deadline);
    return proven(device, mapping, deadline);
  }

  /**
   * Waits until the device has grown; the SDC notices by itself, or when it is told to look again.
   */
  Device awaitSize(VolumeId volume, long bytes, Deadline deadline) {
    return await(
        volume,
        device -> device.sizeBytes() >= bytes,
        why -> stayedSmall(volume, bytes, why),
        deadline);
  }

  /**
   * Waits until the device is here and as it is wanted.
   *
   * @param inVain makes the failure for when it is not in time, of why
   */
  private Device await(
      VolumeId volume,
      Predicate<Device> wanted,
      Function<String, Failure> inVain,
      Deadline deadline) {
    Deadline end = deadline.earlierBy(MARGIN).orAfter(wait);
    Deadline rescanAt = Deadline.after(end.remaining().dividedBy(2));
    boolean rescanned = false;
    String rescan = "";
    Duration pause = FIRST_PAUSE;
    while (true) {
      String why;
      switch (look(volume, deadline)) {
        case Look.Here(Device device) -> {
          if (wanted.test(device)) {
            return device;
          }
          why = device.node() + " has " + device.sizeBytes();
        }
        case Look.Denied(VolumeLinks.Target.Found found) -> throw mayNotBeOpened(volume, found);
        case Look.NotYet(String reason) -> why = reason;
      }
      if (end.expired()) {
        throw inVain.apply(why + rescan);
      }
      if (!rescanned && rescanAt.expired()) {
        rescan = rescan(volume, end);
        rescanned = true;
      }
      pause(pause);
      pause = Pauses.longer(pause, LONGEST_PAUSE);
    }
  }

  private static Failure stayedSmall(VolumeId volume, long bytes, String why) {
    return Failure.unavailable(
        "the device of volume "
            + volume
            + " did not grow to "
            + bytes
            + " bytes in time: "
            + why
            + "; repeat the call once the SDC is connected to the array");
  }

  private Look look(VolumeId volume, Deadline deadline) {
    try {
      return calls.ask(
          volume,
          "looking for the device of volume " + volume,
          deadline,
          () ->
              switch (links.follow(volume)) {
                case VolumeLinks.Target.NoLink none ->
                    new Look.NotYet("there is no link " + links.link(volume));
                case VolumeLinks.Target.NoDevice bad ->
                    new Look.NotYet("the link " + links.link(volume) + " " + bad.what());
                case VolumeLinks.Target.Found found -> measured(volume, found);
              });
    } catch (IOException e) {
      return new Look.NotYet("it cannot be looked at: " + e.getMessage());
    }
  }

  private Look measured(VolumeId volume, VolumeLinks.Target.Found found) throws IOException {
    OpenDevice open;
    try {
      open = kernel.open(found.node(), false, false);
    } catch (ErrnoException e) {
      if (e.is(Errno.EPERM)) {
        return new Look.Denied(found);
      }
      throw e;
    }
    try {
      long size = kernel.sizeBytes(open);
      if (size == 0) {
        return new Look.NotYet(found.node() + " is there, but has no size yet");
      }
      DeviceNumber number = found.number();
      return new Look.Here(new Device(volume, found.node(), number.major(), number.minor(), size));
    } finally {
      kernel.close(open);
    }
  }

  /**
   * The device, if it is as large as the volume was when it was mapped and no other volume's link
   * leads to it. It may be larger: volumes grow while they are mapped, and a publish_context is
   * used again after a restart. They never shrink.
   *
   * @throws Failure FAILED_PRECONDITION when it is not the right device
   */
  private Device proven(Device device, Mapping mapping, Deadline deadline) {
    if (mapping.sizeBytes().orElse(0) > device.sizeBytes()) {
      throw Failure.precondition(
          device.node()
              + " cannot be volume "
              + device.volume()
              + ": it has "
              + device.sizeBytes()
              + " bytes, and the volume at least "
              + mapping.sizeBytes().getAsLong()
              + "; it was not touched. See where "
              + links.link(device.volume())
              + " leads");
    }
    List<VolumeId> claimants;
    try {
      claimants =
          calls.ask(
              device.volume(),
              "comparing device links",
              deadline,
              () -> links.leadingTo(new DeviceNumber(device.major(), device.minor())));
    } catch (IOException e) {
      throw new Failure(
          Failure.Code.UNAVAILABLE, "the device links cannot be read: " + e.getMessage(), e);
    }
    if (claimants.stream().anyMatch(other -> !other.equals(device.volume()))) {
      throw Failure.precondition(
          "several volumes' links lead to "
              + device.node()
              + ", so it is not certain whose device it is: "
              + claimants
              + "; it was not touched");
    }
    return device;
  }

  private String rescan(VolumeId volume, Deadline end) {
    try {
      sdc.rescan(end);
      LOG.info("Volume {} has no device yet; the SDC was told to look again", volume);
      return "";
    } catch (Failure failure) {
      LOG.warn("Volume {} has no device yet: {}", volume, failure.message());
      return ", and the SDC could not be told to look again: " + failure.message();
    }
  }

  /** Root is refused a device that is there by the devices cgroup and by nothing else we know. */
  private static Failure mayNotBeOpened(VolumeId volume, VolumeLinks.Target.Found found) {
    return Failure.precondition(
        found.node()
            + ", the device of volume "
            + volume
            + ", is there, and this process may not open it (operation not permitted): the devices"
            + " cgroup it runs in denies it, as the isolators cgroups/devices and cgroups/all of"
            + " Mesos do. Run csi-scaleio as a service of the host and let Mesos launch"
            + " 'csi-scaleio relay' in its place, or allow the devices to its container: 'b "
            + found.number().major()
            + ":* rwm' into devices.allow of its devices cgroup");
  }

  private static Failure neverCame(VolumeId volume, Mapping mapping, String why) {
    String what = "the device of volume " + volume + " did not appear: " + why + ". ";
    if (!mapping.made()) {
      return Failure.precondition(
          what
              + "The request has no publish_context, so nobody has mapped the volume to this node;"
              + " it must be mapped first (ControllerPublishVolume), or this plugin given a gateway:"
              + " then it maps what nobody has mapped");
    }
    return Failure.unavailable(
        what + "Is the volume mapped to this node's SDC, and the SDC connected? Repeat the call");
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the wait for a device was interrupted");
    }
  }
}
