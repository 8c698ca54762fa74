package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MountTableTest {
  private static final String NAMES = "abc \t\n\\#ü-:,";

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatTheKernelWritesIsReadBack(int seed) {
    var random = new Random(seed);
    var mounts = new ArrayList<Mount>();
    var text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      Mount mount = mount(random, i);
      mounts.add(mount);
      text.append(line(mount)).append('\n');
    }

    assertThat(MountTable.parse(text.toString()).all()).isEqualTo(mounts);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTextIsTooStrange(int seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append("0123456789 :/-\\\nrw,ü\0".charAt(random.nextInt(21)));
    }
    MountTable table = MountTable.parse(text.toString());

    for (Mount mount : table.all()) {
      assertThat(table.at(mount.point())).isNotNull();
    }
  }

  private static Mount mount(Random random, int id) {
    return new Mount(
        id,
        random.nextInt(20),
        new DeviceNumber(random.nextInt(4096), random.nextInt(1 << 20)),
        "/" + name(random),
        Path.of("/" + name(random) + "/" + name(random)),
        List.of("rw", "relatime"),
        IntStream.rangeClosed(1, random.nextInt(3)).mapToObj(i -> "shared:" + i).toList(),
        "ext4",
        "/dev/" + name(random),
        List.of("rw", "commit=" + random.nextInt(100)));
  }

  private static String name(Random random) {
    var name = new StringBuilder("n");
    for (int i = random.nextInt(8); i > 0; i--) {
      name.append(NAMES.charAt(random.nextInt(NAMES.length())));
    }
    return name.toString();
  }

  private static String line(Mount mount) {
    var optional = new StringBuilder();
    mount.propagation().forEach(field -> optional.append(' ').append(field));
    return mount.id()
        + " "
        + mount.parentId()
        + " "
        + mount.device()
        + " "
        + escape(mount.root())
        + " "
        + escape(mount.point().toString())
        + " "
        + String.join(",", mount.options())
        + optional
        + " - "
        + mount.type()
        + " "
        + escape(mount.source())
        + " "
        + String.join(",", mount.superOptions());
  }

  private static String escape(String text) {
    var escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == ' ' || b == '\t' || b == '\n' || b == '\\' || b == '#') {
        escaped.append(String.format("\\%03o", b));
      } else {
        escaped.append((char) (b & 0xff));
      }
    }
    return new String(
        escaped.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Test
  void stackedMountsAreSeenInTheirOrder() {
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /mnt rw - ext4 /dev/sdb rw
            3 2 0:50 / /mnt rw - tmpfs tmpfs rw
            4 3 8:4 / /mnt/below rw - ext4 /dev/sdd rw
            """);

    assertThat(table.at(Path.of("/mnt"))).extracting(Mount::id).containsExactly(2, 3);
    assertThat(table.at(Path.of("/mnt/below"))).extracting(Mount::id).containsExactly(4);
    assertThat(table.at(Path.of("/mnt/below/deeper"))).isEmpty();
    assertThat(table.at(Path.of("/mn"))).isEmpty();
  }

  @Test
  void aMountHiddenByAnotherIsNotToBeSeen() {
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /work/target rw - ext4 /dev/sdb rw
            3 1 8:3 /work /work rw - ext4 /dev/sda1 rw
            """);

    assertThat(table.at(Path.of("/work/target"))).isEmpty();
    assertThat(table.visible(table.all().get(1))).isFalse();
    assertThat(table.visible(table.all().get(2))).isTrue();
  }

  @Test
  void aMountRepeatedForAPeerCountsOnce() {
    // Agents mount their work directory on itself; what is mounted below shows up in both.
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw
            2 1 8:1 /work /work rw shared:1 - ext4 /dev/sda1 rw
            3 2 8:2 / /work/target rw shared:2 - ext4 /dev/sdb rw
            4 1 8:2 / /work/target rw shared:2 - ext4 /dev/sdb rw
            """);

    assertThat(table.at(Path.of("/work/target"))).extracting(Mount::id).containsExactly(3);
  }

  @Test
  void theRunningKernelsTableIsRead() throws IOException {
    MountTable table = MountTable.parse(new LinuxKernel().mountInfo());

    assertThat(table.at(Path.of("/proc")))
        .anySatisfy(mount -> assertThat(mount.type()).isEqualTo("proc"));
    assertThat(table.at(Path.of("/")).getLast().device().major()).isNotNegative();
  }
}
