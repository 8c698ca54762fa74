package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.node.service.VolumeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for volumes that are taken for published at paths where nothing is mounted. A Mesos agent
 * believes its own checkpoint after it has relaunched a plugin, and gives the empty directory to
 * the next task, which then writes to the agent's disk. Only looks, and says what it finds.
 */
final class LostTargets {
  private static final Logger LOG = LoggerFactory.getLogger(LostTargets.class);

  private static final int MOST_VOLUMES = 4096;
  private static final int MOST_STATE_BYTES = 1024 * 1024;
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Kernel kernel;

  LostTargets(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * A volume that ought to be at a path.
   *
   * @param volume as whoever says so calls it
   */
  record Expected(String volume, Path path, String accordingTo) {}

  /**
   * Those that are not there; each is logged.
   *
   * @param pluginDirectories {@code <work_dir>/csi/<type>/<name>} of the agent, one for each plugin
   */
  List<Expected> find(List<Path> pluginDirectories, List<VolumeRecord> records) throws IOException {
    var expected = new ArrayList<Expected>();
    for (Path directory : pluginDirectories) {
      expected.addAll(ofAgent(directory));
    }
    for (VolumeRecord record : records) {
      record
          .targets()
          .forEach(path ->
              expected.add(new Expected(record.volume().toString(), path, "this host's records")));
    }
    MountTable table = MountTable.parse(kernel.mountInfo());
    var lost = new ArrayList<Expected>();
    for (Expected one : expected) {
      if (!isMounted(one.path(), table)) {
        lost.add(one);
        LOG.warn(
            "Volume {} is published at {} according to {}, but nothing is mounted there: a task"
                + " that is given that path writes to this host's own disk. See that the directory"
                + " lies on a mount that is shared between host and plugin, and have the volume"
                + " published anew",
            one.volume(),
            one.path(),
            one.accordingTo());
      }
    }
    return lost;
  }

  private boolean isMounted(Path path, MountTable table) throws IOException {
    Optional<Path> real = kernel.resolve(path);
    return real.isPresent() && !table.at(real.get()).isEmpty();
  }

  private List<Expected> ofAgent(Path directory) throws IOException {
    Optional<String> bootId = Kernel.text(kernel, BOOT_ID, 4096).map(String::strip);
    var expected = new ArrayList<Expected>();
    List<String> volumes = kernel.list(directory.resolve("volumes"));
    for (String encoded : volumes.subList(0, Math.min(volumes.size(), MOST_VOLUMES))) {
      Path file = directory.resolve("volumes").resolve(encoded).resolve("volume.state");
      Optional<MesosVolumeState> state =
          kernel.readFile(file, MOST_STATE_BYTES).flatMap(MesosVolumeState::parse);
      // After a boot the agent publishes anew by itself.
      if (state.filter(s -> s.published() && s.bootId().equals(bootId)).isPresent()) {
        Path mount = directory.resolve("mounts").resolve(encoded);
        // Mesos 1.5 has the volume there, later ones in a directory below.
        Path target = mount.resolve("target");
        expected.add(
            new Expected(
                decoded(encoded),
                kernel.stat(target).isPresent() ? target : mount,
                "the agent's " + file));
      }
    }
    return expected;
  }

  /** As Mesos' own: every {@code %XX} is a byte. */
  private static String decoded(String encoded) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%' && encoded.substring(i).matches("%[0-9A-Fa-f]{2}.*")) {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.writeBytes(encoded.substring(i, i + 1).getBytes(UTF_8));
      }
    }
    return bytes.toString(UTF_8);
  }
}
