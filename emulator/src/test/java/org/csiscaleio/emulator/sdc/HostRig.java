package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hosts with real loop devices below one folder, and what a test needs to use and to clean them.
 */
final class HostRig {
  static final String SYSTEM = "1f3c6a2b7d8e9a0f";
  static final String HOST_A = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  static final String HOST_B = "0C7D9E3A-1B52-4E0F-9A66-7F1E2D3C4B5A";
  static final String VOLUME = "6c33633100000009";
  static final String OTHER_VOLUME = "6c3363310000000a";
  static final long SIZE_KIB = 512 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final List<Path> mounts = new ArrayList<>();
  private @Nullable SdcHosts hosts;

  /** Fails where there are no loop devices: these tests are never skipped. */
  HostRig(Path folder) throws IOException {
    assertThat(Path.of("/dev/loop-control")).as("loop devices are needed").exists();
    this.folder = folder.toRealPath();
  }

  record Ended(int status, String output, String errors) {}

  SdcHosts start() throws IOException {
    return start(false);
  }

  SdcHosts start(boolean keepDevices) throws IOException {
    var started = SdcHosts.withLoopDevices(volumes(), keepDevices);
    hosts = started;
    return started;
  }

  /** As when the emulator is killed: devices and links stay as they are. */
  SdcHosts restartAfterKill() throws IOException {
    return start(false);
  }

  void stop() {
    if (hosts != null) {
      hosts.close();
      hosts = null;
    }
  }

  Path volumes() {
    return folder.resolve("volumes");
  }

  Path bytes(String volumeId) {
    return volumes().resolve(volumeId + ".img");
  }

  SdcHostSettings settings(String guid) {
    return settings(guid, 0);
  }

  SdcHostSettings settings(String guid, long linkDelayMillis) {
    return new SdcHostSettings(
        SYSTEM,
        "68ab55462cbb3ae4",
        List.of("192.0.2.10", "192.0.2.11"),
        "6b18479c00000003",
        guid,
        byId(guid),
        drvCfg(guid),
        linkDelayMillis);
  }

  Path byId(String guid) {
    return folder.resolve(guid).resolve("by-id");
  }

  Path drvCfg(String guid) {
    return folder.resolve(guid).resolve("drv_cfg");
  }

  Path link(String guid, String volumeId) {
    return byId(guid).resolve("emc-vol-" + SYSTEM + "-" + volumeId);
  }

  static MappedVolume volume() {
    return new MappedVolume(VOLUME, SIZE_KIB, false);
  }

  /** Maps the volume and waits for its device. */
  Path mapped(SdcHost host, String guid, MappedVolume volume) throws Exception {
    host.mapped(volume);
    return device(guid, volume.volumeId());
  }

  /** The device behind the link, once it is there. */
  Path device(String guid, String volumeId) throws Exception {
    Path link = link(guid, volumeId);
    eventually("the link " + link, () -> Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    return Files.readSymbolicLink(link);
  }

  /** The files below which loop devices hang, of our folder: one entry per device. */
  List<String> devicesOver(String volumeId) throws IOException {
    return backings(bytes(volumeId).toString());
  }

  private static List<String> backings(String prefix) throws IOException {
    List<String> devices = new ArrayList<>();
    try (DirectoryStream<Path> blocks =
        Files.newDirectoryStream(Path.of("/sys/block"), "loop[0-9]*")) {
      for (Path block : blocks) {
        if (backing(block).startsWith(prefix)) {
          devices.add("/dev/" + block.getFileName());
        }
      }
    }
    return devices;
  }

  private static String backing(Path block) {
    try {
      return Files.readString(block.resolve("loop/backing_file"));
    } catch (IOException e) {
      return "";
    }
  }

  static long sizeKib(Path device) throws Exception {
    return Long.parseLong(succeeds("blockdev", "--getsize64", device.toString()).output()) / 1024;
  }

  Path mount(String type, Path device) throws Exception {
    Path target = Files.createTempDirectory(folder, "mnt");
    succeeds("mount", "-t", type, device.toString(), target.toString());
    mounts.add(target);
    return target;
  }

  void unmount(Path target) throws Exception {
    succeeds("umount", target.toString());
    mounts.remove(target);
  }

  static String hash(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a program, 30 s at most. */
  static Ended run(String... command) throws Exception {
    Path errors = Files.createTempFile("errors", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail("%s did not end within 30 s", List.of(command));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.exitValue(), output.strip(), Files.readString(errors).strip());
    } finally {
      Files.delete(errors);
    }
  }

  static Ended succeeds(String... command) throws Exception {
    Ended ended = run(command);
    assertThat(ended.status()).as("%s: %s", List.of(command), ended).isZero();
    return ended;
  }

  static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        fail("not within %s: %s", PATIENCE, what);
      }
      Thread.sleep(10);
    }
  }

  /** Ends mounts, hosts and devices, whatever the test left. */
  void cleanUp() throws Exception {
    for (Path mount : mounts.reversed()) {
      var _ = run("umount", "-l", mount.toString());
    }
    stop();
    for (String device : backings(folder + "/")) {
      var _ = run("losetup", "-d", device);
    }
    eventually("all devices are gone", () -> backings(folder + "/").isEmpty());
  }
}
