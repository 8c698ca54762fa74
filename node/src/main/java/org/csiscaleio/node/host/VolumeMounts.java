package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.VolumeMount;

/** Where file systems of volumes are mounted on this host, whoever mounted them. */
final class VolumeMounts {
  /** The SDC's devices; a mount of one that has no link any more is a volume's all the same. */
  private static final Pattern SCINI = Pattern.compile("/dev/scini[a-z]+[0-9]*");

  private final Kernel kernel;
  private final VolumeLinks links;

  VolumeMounts(Kernel kernel, VolumeLinks links) {
    this.kernel = kernel;
    this.links = links;
  }

  List<VolumeMount> read() throws IOException {
    Map<DeviceNumber, VolumeId> devices = new HashMap<>();
    for (VolumeId volume : links.all()) {
      if (links.follow(volume) instanceof VolumeLinks.Target.Found found) {
        devices.put(found.number(), volume);
      }
    }
    var mounts = new ArrayList<VolumeMount>();
    for (Mount mount : MountTable.parse(kernel.mountInfo()).all()) {
      Optional<VolumeId> volume = number(mount).map(devices::get);
      if (volume.isPresent() || SCINI.matcher(mount.source()).matches()) {
        mounts.add(new VolumeMount(mount.point(), mount.source(), volume));
      }
    }
    return List.copyOf(mounts);
  }

  /** The mounted device; btrfs has numbers of its own, and its source tells. */
  private Optional<DeviceNumber> number(Mount mount) throws IOException {
    if (mount.device().major() > 0) {
      return Optional.of(mount.device());
    }
    return mount.type().equals("btrfs") && mount.source().startsWith("/dev/")
        ? kernel
            .stat(Path.of(mount.source()))
            .filter(stat -> stat.is(FileStat.Kind.BLOCK_DEVICE))
            .map(FileStat::device)
        : Optional.empty();
  }
}
