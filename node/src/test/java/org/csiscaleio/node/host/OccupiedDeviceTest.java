package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A device with anything on it is named, and not one byte of it is changed. */
class OccupiedDeviceTest {
  private static final long SIZE = 128 * MIB;

  private Bench bench;
  private NodeService node;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
    node = bench.service();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  /** Puts something on a device. */
  interface Occupant {
    void occupy(Path device) throws IOException;
  }

  static Stream<Arguments> occupants() {
    return Stream.of(
        Arguments.of("ext4", tool("mkfs.ext4", "-q")),
        Arguments.of("ext3", tool("mkfs.ext3", "-q")),
        Arguments.of("ext2", tool("mkfs.ext2", "-q")),
        Arguments.of("btrfs", tool("mkfs.btrfs", "-q")),
        Arguments.of("LVM physical volume", bytes(512, lvmLabel())),
        Arguments.of("LUKS", bytes(0, luksHeader())),
        Arguments.of("swap", tool("mkswap")),
        Arguments.of("dos", bytes(446, partitionTable())),
        Arguments.of("partition table", (Occupant) OccupiedDeviceTest::gpt),
        Arguments.of("unknown data", bytes(0, random(64 * 1024))),
        Arguments.of("unknown data", bytes(1, new byte[] {1})),
        Arguments.of("unknown data", bytes(MIB - 1, new byte[] {1})),
        Arguments.of("unknown data", bytes(4 * MIB, random(512))),
        Arguments.of("unknown data", bytes(SIZE - MIB, new byte[] {1})),
        Arguments.of("unknown data", bytes(SIZE - 1, new byte[] {1})));
  }

  @ParameterizedTest(name = "{0} #{index}")
  @MethodSource("occupants")
  void whatIsOnADeviceIsNamedAndLeftAlone(String name, Occupant occupant) throws IOException {
    var volume = bench.volume(SIZE);
    occupant.occupy(volume.loop());
    String before = digest(volume);

    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.XFS)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining(name)
        .hasMessageContaining("not touched");

    assertThat(digest(volume)).isEqualTo(before);
    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void xfsWhereExt4IsAskedIsLeftAlone() throws IOException {
    var volume = bench.volume(320 * MIB);
    Bench.run("mkfs.xfs", "-q", volume.loop().toString());
    String before = digest(volume);

    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon()))
        .hasMessageContaining("xfs")
        .hasMessageContaining("ext4 was asked for");

    assertThat(digest(volume)).isEqualTo(before);
  }

  @Test
  void whoAsksForNoTypeGetsWhatIsThere() throws IOException {
    var volume = bench.volume(320 * MIB);
    Bench.run("mkfs.xfs", "-q", volume.loop().toString());
    var any =
        new Capability(
            new Capability.Mount(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_WRITER);

    node.stage(bench.stage(volume, any), soon());

    assertThat(Bench.mountsAt(bench.staging(volume)).getLast().type()).isEqualTo("xfs");
  }

  @Test
  void twoSignaturesAtOnceAreNotGuessedAt() throws IOException {
    var volume = bench.volume(SIZE);
    Bench.run("mkfs.btrfs", "-q", volume.loop().toString());
    Bench.write(volume.loop(), 0, "XFSB".getBytes(StandardCharsets.US_ASCII));
    Bench.write(volume.loop(), 4086, "SWAPSPACE2".getBytes(StandardCharsets.US_ASCII));
    Bench.write(volume.loop(), 446, partitionTable());
    String before = digest(volume);

    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.XFS)), soon()))
        .isInstanceOf(Failure.class);

    assertThat(digest(volume)).isEqualTo(before);
  }

  @Test
  void aBlankVolumeIsNotFormattedForAReader() throws IOException {
    var volume = bench.volume(SIZE);
    var reader =
        new Capability(
            new Capability.Mount(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_READER_ONLY);

    assertThatThrownBy(() -> node.stage(bench.stage(volume, reader), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("blank");

    assertThat(digest(volume)).isEqualTo(digestOfZeros());
  }

  @Test
  void aBrokenFileSystemIsLeftForPeople() throws IOException {
    var volume = bench.volume(SIZE);
    Bench.run("mkfs.ext4", "-q", "-b", "4096", volume.loop().toString());
    // The group descriptors: where the inode tables are.
    Bench.write(volume.loop(), 4096, random(4096));

    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("e2fsck");
    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void aDeviceHeldBySomebodyElseIsNotTouched() throws IOException {
    var volume = bench.volume(SIZE);
    var kernel = new LinuxKernel();
    OpenDevice held = kernel.open(volume.loop(), true, false);
    try {
      assertThatThrownBy(() ->
              node.stage(
                  bench.stage(volume, mount(FileSystemType.EXT4)),
                  Deadline.after(Duration.ofSeconds(2))))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
          .hasMessageContaining("in use");
    } finally {
      kernel.close(held);
    }
    assertThat(digest(volume)).isEqualTo(digestOfZeros());
  }

  private static Occupant tool(String... command) {
    return device -> {
      var all = new ArrayList<>(List.of(command));
      all.add(device.toString());
      Bench.run(all.toArray(new String[0]));
    };
  }

  private static Occupant bytes(long offset, byte[] bytes) {
    return device -> Bench.write(device, offset, bytes);
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** The label in sector 1 by which LVM knows its physical volumes, with its checksum. */
  private static byte[] lvmLabel() {
    var label = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    label.put("LABELONE".getBytes(StandardCharsets.US_ASCII));
    label.putLong(1);
    label.putInt(0);
    label.putInt(32);
    label.put("LVM2 001".getBytes(StandardCharsets.US_ASCII));
    label.put("abcdefghijklmnopqrstuvwxyz012345".getBytes(StandardCharsets.US_ASCII));
    int crc = 0xf597a6cf;
    for (int i = 20; i < 512; i++) {
      crc ^= label.get(i) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
      }
    }
    label.putInt(16, crc);
    return label.array();
  }

  private static byte[] luksHeader() {
    var header = new byte[512];
    byte[] magic = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe, 0, 1};
    System.arraycopy(magic, 0, header, 0, magic.length);
    byte[] uuid = "15d84433-7e5b-4ed2-ad6b-e8050ced2c4e".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(uuid, 0, header, 168, uuid.length);
    return header;
  }

  /** One Linux partition, and the two bytes at the sector's end. */
  private static byte[] partitionTable() {
    return HexFormat.of().parseHex("00202100831234000008000000000100" + "00".repeat(48) + "55aa");
  }

  private static void gpt(Path device) throws IOException {
    try {
      var process =
          new ProcessBuilder("/sbin/sfdisk", "-q", "--no-reread", device.toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().write("label: gpt\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String digest(Bench.Volume volume) throws IOException {
    try (InputStream in = Files.newInputStream(volume.loop())) {
      return digest(in, volume.sizeBytes());
    }
  }

  private static String digestOfZeros() throws IOException {
    try (InputStream zeros = Files.newInputStream(Path.of("/dev/zero"))) {
      return digest(zeros, SIZE);
    }
  }

  private static String digest(InputStream in, long length) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      var buffer = new byte[1024 * 1024];
      for (long left = length; left > 0; left -= buffer.length) {
        if (in.readNBytes(buffer, 0, buffer.length) != buffer.length) {
          throw new AssertionError("the device ends early");
        }
        digest.update(buffer);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
