package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.VolumeRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes that a Mesos agent, or this host's records, take for published. */
class LostTargetsTest {
  private Bench bench;
  private Path plugin;
  private String bootId;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
    plugin = bench.directory("work/csi/org.csiscaleio/node1");
    bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  /** An agent's checkpoint: a length of four bytes, a state, a context, a boot id. */
  private void checkpoint(String encoded, int state, String boot) throws IOException {
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {1 << 3, (byte) state});
    message.writeBytes(new byte[] {3 << 3 | 2, 4, 10, 2, 'k', 'v'});
    byte[] text = boot.getBytes(StandardCharsets.UTF_8);
    message.write(5 << 3 | 2);
    message.write(text.length);
    message.writeBytes(text);
    message.writeBytes(new byte[] {6 << 3, 1});
    var file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) message.size(), 0, 0, 0});
    file.writeBytes(message.toByteArray());
    Path directory = Files.createDirectories(plugin.resolve("volumes").resolve(encoded));
    Files.write(directory.resolve("volume.state"), file.toByteArray());
  }

  private Path target(String encoded) throws IOException {
    return Files.createDirectories(plugin.resolve("mounts").resolve(encoded).resolve("target"));
  }

  private List<LostTargets.Expected> lost(VolumeRecord... records) throws IOException {
    return new LostTargets(new LinuxKernel()).find(List.of(plugin), List.of(records));
  }

  @Test
  void aPublishedVolumeThatIsNotMountedIsNamedWithItsPath() throws IOException {
    checkpoint("name%3Apg%20data", 3, bootId);
    Path target = target("name%3Apg%20data");

    assertThat(lost())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.volume()).isEqualTo("name:pg data");
          assertThat(one.path()).isEqualTo(target);
        });
  }

  @Test
  void theOldestMesosHasTheVolumeOneDirectoryHigher() throws IOException {
    checkpoint("id", 3, bootId);
    Path mount = Files.createDirectories(plugin.resolve("mounts/id"));

    assertThat(lost()).extracting(LostTargets.Expected::path).containsExactly(mount);
  }

  @Test
  void whatIsMountedIsNotLost() throws IOException {
    Bench.Volume volume = bench.volume(128 * MIB);
    checkpoint("id", 3, bootId);
    bench
        .serviceWithoutStaging()
        .publish(bench.publishDirectly(volume, mount(FileSystemType.EXT4), false), soon());
    Files.createDirectories(plugin.resolve("mounts/id"));
    Files.createSymbolicLink(plugin.resolve("mounts/id/target"), bench.target(volume));

    assertThat(lost()).isEmpty();
  }

  @Test
  void whatTheAgentWillPublishAnewAndWhatIsNotPublishedIsNotLost() throws IOException {
    for (int state : new int[] {1, 2, 4, 5, 6, 7, 8, 9, 10}) {
      checkpoint("state-" + state, state, bootId);
    }
    checkpoint("before-the-boot", 3, "b7b1c3f0-0000-4000-8000-000000000000");

    assertThat(lost()).isEmpty();
  }

  @Test
  void whatIsNoCheckpointIsPassedOver() throws IOException {
    Path directory = Files.createDirectories(plugin.resolve("volumes/broken"));
    for (byte[] content :
        List.of(new byte[0], new byte[] {1}, new byte[] {0, 0, 0, 0, 8}, new byte[64])) {
      Files.write(directory.resolve("volume.state"), content);
      assertThat(lost()).isEmpty();
    }
    Files.createDirectories(plugin.resolve("volumes/empty"));
    assertThat(new LostTargets(new LinuxKernel()).find(List.of(Path.of("/none")), List.of()))
        .isEmpty();
  }

  @Test
  void aRecordedTargetThatIsNotMountedIsLostToo() throws IOException {
    Bench.Volume volume = bench.volume(128 * MIB);
    Path target = bench.directory("recorded");
    var record =
        new VolumeRecord(
            volume.id(),
            new TreeSet<>(),
            true,
            false,
            Optional.empty(),
            new TreeSet<>(List.of(target)));

    assertThat(lost(record)).extracting(LostTargets.Expected::path).containsExactly(target);
  }
}
