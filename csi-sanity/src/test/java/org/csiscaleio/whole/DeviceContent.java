package org.csiscaleio.whole;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.VolumeUse;

/** Puts things on a device that somebody else may have left there, with the tools they use. */
final class DeviceContent {
  private static final int MIB = 1 << 20;
  private static final int HEAD_BYTES = 64 * MIB;
  private static final int TAIL_BYTES = 16 * MIB;

  private final Path log;

  DeviceContent(Path log) {
    this.log = log;
  }

  static void awaitLink(VolumeUse use) {
    Await.until("the link " + use.link(), Duration.ofSeconds(10), () -> Files.exists(use.link()));
  }

  /**
   * Writes {@code content} to the device behind a link.
   *
   * @throws IllegalArgumentException when the content is not known
   */
  void put(String content, Path link) throws IOException {
    String device = link.toRealPath().toString();
    switch (content) {
      case "ext2", "ext4" -> run("mkfs." + content, "-q", device);
      case "xfs", "btrfs" -> run("mkfs." + content, "-q", device);
      case "swap" -> run("mkswap", device);
      case "lvm" -> run("pvcreate", "-q", "-y", "--config", onlyThis(device), device);
      case "luks1", "luks2" -> luks(content, device);
      case "dos" -> run("sh", "-c", "echo ',,L' | sfdisk -q --label dos \"$0\"", device);
      case "gpt" -> run("sh", "-c", "echo ',,L' | sfdisk -q --label gpt \"$0\"", device);
      case "random at the start" -> random(link, 0, MIB);
      case "random at the end" -> random(link, size(link) - MIB, MIB);
      case "one byte at the start" -> random(link, 0, 1);
      case "one byte at the end" -> random(link, size(link) - 1, 1);
      default -> throw new IllegalArgumentException(content);
    }
  }

  /** Changes when anything in the first 64 or the last 16 MiB does, as every mkfs changes them. */
  static String fingerprint(Path link) throws IOException {
    try (FileChannel device = FileChannel.open(link, READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(read(device, 0, HEAD_BYTES));
      digest.update(read(device, device.size() - TAIL_BYTES, TAIL_BYTES));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void luks(String type, String device) throws IOException {
    Path key = Files.createTempFile("luks", ".key");
    try {
      Files.writeString(key, "not a secret");
      run(
          "cryptsetup",
          "luksFormat",
          "--batch-mode",
          "--type",
          type,
          "--pbkdf",
          "pbkdf2",
          "--pbkdf-force-iterations",
          "1000",
          "--key-file",
          key.toString(),
          device);
    } finally {
      Files.delete(key);
    }
  }

  private static String onlyThis(String device) {
    return "devices{use_devicesfile=0 filter=[\"a|^" + device + "$|\",\"r|.*|\"]}";
  }

  private static void random(Path link, long position, int bytes) throws IOException {
    var content = new byte[bytes];
    new Random(42).nextBytes(content);
    content[0] = 0x5a;
    try (FileChannel device = FileChannel.open(link, WRITE)) {
      device.write(ByteBuffer.wrap(content), position);
      device.force(true);
    }
  }

  private static long size(Path link) throws IOException {
    try (FileChannel device = FileChannel.open(link, READ)) {
      return device.size();
    }
  }

  private static ByteBuffer read(FileChannel device, long position, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && device.read(buffer, position + buffer.position()) > 0) {
      // Read on.
    }
    return buffer.flip();
  }

  private void run(String... command) {
    int code =
        RunningProgram.start(command[0], List.of(command), Map.of(), log)
            .waitForEnd(Duration.ofSeconds(60));
    assertThat(code).as("exit code of %s", List.of(command)).isZero();
  }
}
