package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.gateway.VolumeId;

/**
 * The links by which the SDC names its devices: {@code emc-vol-<system id>-<volume id>}. Followed
 * anew each time, because device names are used again for other volumes.
 */
final class VolumeLinks {
  private static final Pattern NAME = Pattern.compile("emc-vol-([0-9a-f]{16})-([0-9a-f]{16})");

  private final Kernel kernel;
  private final Path directory;

  VolumeLinks(Kernel kernel, Path directory) {
    this.kernel = kernel;
    this.directory = directory;
  }

  /** Where a volume's link leads. */
  sealed interface Target {
    /** There is no link. */
    record NoLink() implements Target {}

    /** There is one, but it leads to no block device. */
    record NoDevice(String what) implements Target {}

    /** A block device. */
    record Found(Path node, DeviceNumber number) implements Target {}
  }

  /** Where they are. */
  Path directory() {
    return directory;
  }

  Path link(VolumeId volume) {
    return directory.resolve("emc-vol-" + volume.systemId() + "-" + volume.volumeId());
  }

  Target follow(VolumeId volume) throws IOException {
    Path link = link(volume);
    if (kernel.linkStat(link).isEmpty()) {
      return new Target.NoLink();
    }
    Optional<Path> node = kernel.resolve(link);
    if (node.isEmpty()) {
      return new Target.NoDevice("leads nowhere");
    }
    Optional<FileStat> found = kernel.stat(node.get());
    if (found.isEmpty()) {
      return new Target.NoDevice("leads nowhere");
    }
    if (!found.get().is(FileStat.Kind.BLOCK_DEVICE)) {
      return new Target.NoDevice(
          "leads to " + node.get() + ", which is " + found.get().kind().words());
    }
    return new Target.Found(node.get(), found.get().device());
  }

  /** All volumes whose link leads to that device. */
  List<VolumeId> leadingTo(DeviceNumber number) throws IOException {
    var volumes = new ArrayList<VolumeId>();
    for (VolumeId volume : all()) {
      if (follow(volume) instanceof Target.Found found && found.number().equals(number)) {
        volumes.add(volume);
      }
    }
    return volumes;
  }

  /** The systems that have a link for a volume of that id. */
  List<String> systemsOf(String volumeId) throws IOException {
    var systems = new TreeSet<String>();
    for (VolumeId volume : all()) {
      if (volume.volumeId().equals(volumeId)) {
        systems.add(volume.systemId());
      }
    }
    return List.copyOf(systems);
  }

  /** All volumes that have a link. */
  List<VolumeId> all() throws IOException {
    var volumes = new ArrayList<VolumeId>();
    for (String name : kernel.list(directory)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        volumes.add(new VolumeId(matcher.group(1), matcher.group(2)));
      }
    }
    return volumes;
  }
}
