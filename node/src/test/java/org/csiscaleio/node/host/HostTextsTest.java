package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and written as text or bytes: mount options, marks, mkfs commands, blkid. */
class HostTextsTest {
  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMarkIsReadBackAndAnyFlippedBitMakesItNone(int seed) {
    var random = new Random(seed);
    var types = FileSystemType.values();
    var mark =
        new FormatMark(
            new VolumeId(
                String.format("%016x", random.nextLong()),
                String.format("%016x", random.nextLong())),
            types[random.nextInt(types.length)],
            new UUID(random.nextLong(), random.nextLong()).toString());
    byte[] block = mark.encoded();

    assertThat(FormatMark.decode(block)).contains(mark);

    block[random.nextInt(block.length)] ^= (byte) (1 << random.nextInt(8));
    assertThat(FormatMark.decode(block)).isEmpty();
  }

  @Test
  void neitherZerosNorNoiseAreAMark() {
    assertThat(FormatMark.decode(new byte[FormatMark.BYTES])).isEmpty();
    var noise = new byte[FormatMark.BYTES];
    new Random(1).nextBytes(noise);
    assertThat(FormatMark.decode(noise)).isEmpty();
    assertThat(FormatMark.decode(new byte[12])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {16L << 20, 8L << 30, (8L << 30) + 512, 1L << 50})
  void marksLieApartAndAwayFromWhereDevicesAreProbed(long size) {
    List<Long> places = FormatMark.places(size);

    assertThat(places).doesNotHaveDuplicates().hasSize(6);
    // The smallest device's first place lies within its head, which is read in one piece anyway.
    assertThat(places).allMatch(place -> place > 2L << 20);
    assertThat(places)
        .allMatch(place -> place % 4096 == 0)
        .allMatch(place -> place + FormatMark.BYTES <= DeviceProbe.tailAt(size));
  }

  @Test
  void mountOptionsBecomeBitsAndText() {
    MountOptions options =
        MountOptions.parse(
            List.of(
                "rw", "noatime", "nosuid", "suid", "discard", "data=ordered", "x-foo", "nofail"));

    assertThat(options).isEqualTo(new MountOptions(1024, "discard,data=ordered"));
    assertThat(options.withData("nouuid").data()).isEqualTo("discard,data=ordered,nouuid");
    assertThat(MountOptions.parse(List.of()).withData("nouuid").data()).isEqualTo("nouuid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "remount", "loop", "loop=/dev/loop3", "move", "shared", "user"})
  void mountOptionsThatAreNoneOfAVolumeAreRefused(String option) {
    assertThatThrownBy(() -> MountOptions.parse(List.of(option)))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT))
        .hasMessageContaining(option);
  }

  private static List<String> mkfs(FileSystemType type, String... further) {
    var mark =
        new FormatMark(
            new VolumeId("1".repeat(16), "2".repeat(16)), type, new UUID(1, 2).toString());
    return MkfsCommand.of(mark, Arrays.asList(further), "/dev/scinia");
  }

  @Test
  void mkfsIsQuickAndNeverForced() {
    for (FileSystemType type : FileSystemType.values()) {
      List<String> command = mkfs(type);
      assertThat(command.getFirst()).isEqualTo("mkfs." + type.word());
      assertThat(command.getLast()).isEqualTo("/dev/scinia");
      assertThat(command).doesNotContain("-f", "-F");
      assertThat(command).containsAnyOf("-K", "nodiscard,lazy_itable_init=1,lazy_journal_init=1");
    }
  }

  @Test
  void furtherOptionsOfMkfsArePassedOn() {
    assertThat(mkfs(FileSystemType.EXT4, "-m", "0", "-E", "stride=16", "-i65536"))
        .containsSequence("-m", "0")
        .containsSequence("-i", "65536")
        .containsSequence(
            "-E", "nodiscard,lazy_itable_init=1,lazy_journal_init=1,stride=16", "/dev/scinia");
    assertThat(mkfs(FileSystemType.XFS, "-i", "size=512")).containsSequence("-i", "size=512");
    assertThat(mkfs(FileSystemType.BTRFS, "-M")).contains("-M");
  }

  @ParameterizedTest
  @CsvSource({
    "EXT4, -F",
    "EXT4, -FF",
    "EXT4, /dev/sda",
    "EXT4, -d /etc",
    "EXT4, -U clear",
    "EXT4, -J device=/dev/sda",
    "EXT4, -E offset=4096",
    "EXT4, -E discard",
    "EXT4, -m",
    "EXT4, -m -F",
    "EXT4, 8192",
    "EXT4, -S",
    "EXT4, -z undo",
    "XFS, -f",
    "XFS, -d name=x",
    "XFS, -d size=1g",
    "XFS, -l logdev=x",
    "XFS, -m uuid=x",
    "XFS, -p /etc/passwd",
    "XFS, -N",
    "BTRFS, -f",
    "BTRFS, --force",
    "BTRFS, -r /etc",
    "BTRFS, -b 1",
    "BTRFS, sda"
  })
  void optionsOfMkfsThatCouldHarmAreRefused(FileSystemType type, String options) {
    assertThatThrownBy(() -> mkfs(type, options.split(" ", -1)))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT))
        .hasMessageContaining("mkfsFormatOption");
  }

  @Test
  void blkidsSilenceIsNothingAndItsComplaintsAreNot() {
    assertThat(Signature.of(new Commands.Ended(2, "", ""))).isEqualTo(new Signature.None());
    assertThat(Signature.of(new Commands.Ended(2, "", "error: cannot open")))
        .isInstanceOf(Signature.Failed.class);
    assertThat(Signature.of(new Commands.Ended(8, "", ""))).isEqualTo(new Signature.Ambivalent());
    assertThat(Signature.of(new Commands.Ended(4, "", "usage")))
        .isInstanceOf(Signature.Failed.class);
    assertThat(Signature.of(new Commands.Ended(0, "", ""))).isInstanceOf(Signature.Failed.class);
    assertThat(
            Signature.of(
                new Commands.Ended(
                    0, "DEVNAME=/dev/a\nUUID=u\nLABEL=l\nTYPE=xfs\nUSAGE=filesystem\n", "")))
        .isEqualTo(new Signature.Known("xfs", true, "u", "l"));
    assertThat(Signature.of(new Commands.Ended(0, "PTUUID=x\nPTTYPE=gpt\n", "")))
        .isEqualTo(new Signature.Known("gpt", false, "", ""));
  }

  @Test
  void guidsAreReadFromAnyTextAndSaidInUpperCase() {
    assertThat(Guid.in("  b0e3bfb8-c20b-43bf-93c8-13339e85aa50\n", "it"))
        .isEqualTo("B0E3BFB8-C20B-43BF-93C8-13339E85AA50");
    assertThatThrownBy(() -> Guid.in("Failed to query guid", "drv_cfg"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("Failed to query guid");
  }

  @ParameterizedTest
  @CsvSource({"0x803, 8, 3", "0x10301, 259, 1", "0x10fe00, 254, 256", "0x700000000000, 28672, 0"})
  void deviceNumbersAreReadAsLinuxWritesThem(String raw, int major, int minor) {
    assertThat(DeviceNumber.ofRaw(Long.decode(raw))).isEqualTo(new DeviceNumber(major, minor));
  }

  @Test
  void errorsOfTheKernelAreSaidInWords() {
    assertThat(new ErrnoException("mount a at b", 16))
        .hasMessage("mount a at b: device or resource busy (EBUSY)");
    assertThat(Errno.words(4242)).isEqualTo("error number 4242");
    assertThat(Errno.of(5).deviceDead()).isTrue();
    assertThat(Errno.of(16).deviceDead()).isFalse();
  }
}
