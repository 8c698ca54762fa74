package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.node.service.VolumeMount;
import org.junit.jupiter.api.Test;

/** Mounts of volumes are found by the devices behind their links. */
class VolumeMountsTest {
  @Test
  void aVolumesFileSystemIsFoundWhereverItIsMounted() throws IOException {
    try (var bench = new Bench()) {
      Bench.Volume ext4 = bench.volume(64 * Bench.MIB);
      Bench.Volume btrfs = bench.volume(256 * Bench.MIB);
      Bench.Volume unused = bench.volume(64 * Bench.MIB);
      Path one = bench.directory("one");
      Path two = bench.directory("two");
      Bench.run("mkfs.ext4", "-q", ext4.loop().toString());
      Bench.run("mkfs.btrfs", "-q", btrfs.loop().toString());
      Bench.run("mount", ext4.loop().toString(), one.toString());
      Bench.run("mount", btrfs.loop().toString(), two.toString());

      assertThat(LinuxHost.open(bench.settings()).volumeMounts(Bench.soon()))
          .contains(
              new VolumeMount(one, ext4.loop().toString(), Optional.of(ext4.id())),
              new VolumeMount(two, btrfs.loop().toString(), Optional.of(btrfs.id())))
          .noneMatch(mount -> mount.volume().equals(Optional.of(unused.id())));
    }
  }
}
