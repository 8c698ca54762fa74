package org.csiscaleio.image.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.csiscaleio.image.memory.FilePages.Mapping;
import org.junit.jupiter.api.Test;

class FilePagesTest {
  @Test
  void onlyWhatNobodyCanWriteToAndIsAsInTheFileIsLetGo() {
    List<String> smaps =
        List.of(
            "800000000-801000000 r--p 00000000 08:01 42                 /opt/csi-scaleio/lib/a.jsa",
            "Size:              16384 kB",
            "Rss:               16000 kB",
            "Anonymous:             0 kB",
            "VmFlags: rd mr mw me sd",
            "801000000-802000000 rw-p 01000000 08:01 42                 /opt/csi-scaleio/lib/a.jsa",
            "Rss:               16000 kB",
            "Anonymous:             0 kB",
            "802000000-803000000 r--p 02000000 08:01 42                 /opt/relocated.so",
            "Rss:               16000 kB",
            "Anonymous:             4 kB",
            "803000000-804000000 r--s 00000000 08:01 43                 /opt/shared",
            "Rss:               16000 kB",
            "Anonymous:             0 kB",
            "804000000-805000000 r--p 00000000 00:00 0 ",
            "Rss:               16000 kB",
            "Anonymous:             0 kB",
            "805000000-806000000 r--p 00000000 08:01 44                 /opt/hardly-resident",
            "Rss:                 400 kB",
            "Anonymous:             0 kB",
            "7f0000000000-7f0000800000 r-xp 00000000 08:01 45           /opt/with a blank/libjvm.so",
            "Rss:                8192 kB",
            "Anonymous:             0 kB",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0    [vsyscall]",
            "Rss:                   0 kB",
            "Anonymous:             0 kB");

    assertThat(FilePages.unchanged(smaps))
        .containsExactly(
            new Mapping(0x800000000L, 16 << 20), new Mapping(0x7f0000000000L, 8 << 20));
  }

  /** Java's own library and archive are such files, in the process that runs this too. */
  @Test
  void whatIsLetGoIsNotResidentUntilItIsUsedAgain() throws IOException {
    List<Mapping> mappings = FilePages.unchanged(smaps());
    long before = residentKib(mappings);
    assertThat(before).isGreaterThan(4 << 10);

    FilePages.letGo();

    assertThat(residentKib(mappings)).isLessThan(before * 3 / 4);
    assertThat(String.join("", List.of("it", " ", "lives"))).isEqualTo("it lives");
  }

  private static long residentKib(List<Mapping> mappings) throws IOException {
    long kib = 0;
    boolean counts = false;
    for (String line : smaps()) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        long start = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
        counts = mappings.stream().anyMatch(mapping -> mapping.start() == start);
      } else if (counts && line.startsWith("Rss:")) {
        kib += Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return kib;
  }

  private static List<String> smaps() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/smaps"));
  }
}
