package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Finding;

/**
 * Whether this process may open the SDC's block devices: by opening one that is here, else by what
 * its devices cgroup says. Of cgroup v2 nothing can be read: there it is a program in the kernel.
 */
final class DeviceAccess {
  private static final String PART = "access to devices";
  private static final int FILE_BYTES = 1 << 20;
  private static final String DRIVER = "scini";

  private static final String ADVICE =
      "run csi-scaleio as a service of the host and let Mesos launch 'csi-scaleio relay' in its"
          + " place, or allow the devices to its container (csi-scaleio-launch --allow-devices"
          + " scini; privileged: true)";

  private final Kernel kernel;
  private final VolumeLinks links;

  DeviceAccess(Kernel kernel, VolumeLinks links) {
    this.kernel = kernel;
    this.links = links;
  }

  List<Finding> look() throws IOException {
    for (VolumeId volume : links.all()) {
      if (links.follow(volume) instanceof VolumeLinks.Target.Found found) {
        return List.of(open(found.node()));
      }
    }
    return List.of(byCgroup());
  }

  private Finding open(Path node) {
    try {
      OpenDevice device = kernel.open(node, false, false);
      kernel.close(device);
      return Finding.ok(PART, node + " can be opened");
    } catch (ErrnoException e) {
      return e.is(Errno.EPERM)
          ? Finding.fail(PART, node + " may not be opened: the devices cgroup denies it", ADVICE)
          : cannot(node, e);
    } catch (IOException e) {
      return cannot(node, e);
    }
  }

  private static Finding cannot(Path node, IOException e) {
    return Finding.fail(
        PART,
        node + " cannot be opened: " + e.getMessage(),
        "see that the volume is still mapped to this host, and the SDC connected");
  }

  private Finding byCgroup() throws IOException {
    Optional<Path> list = devicesList();
    if (list.isEmpty()) {
      return Finding.skip(
          PART,
          "no volume has a device here, and without cgroup v1 nothing else tells",
          "should a publish fail with 'may not open it': " + ADVICE);
    }
    List<String> allowed = text(list.get()).lines().map(String::strip).toList();
    OptionalInt major = major();
    if (allowed.stream().anyMatch(line -> allows(line, major))) {
      return Finding.ok(PART, "the devices cgroup " + list.get().getParent() + " allows them");
    }
    return Finding.fail(
        PART,
        "the devices cgroup "
            + list.get().getParent()
            + " allows no block devices of the SDC"
            + (major.isPresent() ? " (" + DRIVER + ", major number " + major.getAsInt() + ")" : ""),
        ADVICE);
  }

  /** {@code a *:* rwm}, {@code b *:* rwm}, {@code b 252:* rw}. */
  private static boolean allows(String line, OptionalInt major) {
    String[] words = line.split(" ", -1);
    if (words.length != 3 || !words[2].contains("r") || !words[2].contains("w")) {
      return false;
    }
    boolean block = words[0].equals("a") || words[0].equals("b");
    return block
        && (words[1].equals("*:*")
            || (major.isPresent() && words[1].equals(major.getAsInt() + ":*")));
  }

  /** The list of this process' devices cgroup, where there is one of version 1. */
  private Optional<Path> devicesList() throws IOException {
    Optional<String> own =
        text(Path.of("/proc/self/cgroup"))
            .lines()
            .map(line -> line.split(":", 3))
            .filter(parts -> parts.length == 3 && has(parts[1], "devices"))
            .map(parts -> parts[2])
            .findFirst();
    Optional<Mount> controller =
        MountTable.parse(kernel.mountInfo()).all().stream()
            .filter(
                mount -> mount.type().equals("cgroup") && mount.superOptions().contains("devices"))
            .findFirst();
    if (own.isEmpty() || controller.isEmpty()) {
      return Optional.empty();
    }
    Path point = controller.get().point();
    // In a container the mount may show this cgroup alone.
    for (Path cgroup : List.of(Path.of(point + own.get()).normalize(), point)) {
      if (kernel.stat(cgroup.resolve("devices.list")).isPresent()) {
        return Optional.of(cgroup.resolve("devices.list"));
      }
    }
    return Optional.empty();
  }

  private static boolean has(String words, String word) {
    return List.of(words.split(",", -1)).contains(word);
  }

  /** The driver's number, from the second half of {@code /proc/devices}. */
  private OptionalInt major() throws IOException {
    boolean block = false;
    for (String line : text(Path.of("/proc/devices")).lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      block |= line.startsWith("Block devices");
      if (block && words.length == 2 && words[1].equals(DRIVER)) {
        return OptionalInt.of(Integer.parseInt(words[0]));
      }
    }
    return OptionalInt.empty();
  }

  private String text(Path file) throws IOException {
    return Kernel.text(kernel, file, FILE_BYTES).orElse("");
  }
}
