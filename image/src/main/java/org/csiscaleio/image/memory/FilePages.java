package org.csiscaleio.image.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pages of files that are mapped to be read or executed: the class-data archive, Java's own
 * library. Where one is touched the kernel maps its neighbours too, so that after a start nearly
 * all of them are resident. Those that are let go come back from the file, which the kernel
 * normally still holds, at the next touch: some hundred page faults of a microsecond.
 */
final class FilePages {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final int MADV_DONTNEED = 4;
  private static final long WORTH_IT_KIB = 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<MethodHandle> MADVISE =
      LINKER
          .defaultLookup()
          .find("madvise")
          .map(address ->
              LINKER.downcallHandle(
                  address, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)));

  /**
   * Pages that may be let go without loss: nobody can write to them through this mapping, and none
   * differs from its file.
   */
  record Mapping(long start, long bytes) {}

  private FilePages() {}

  /** Lets go of what is resident and not in use right now. */
  static void letGo() {
    if (MADVISE.isEmpty()) {
      return;
    }
    try {
      for (Mapping mapping : unchanged(Files.readAllLines(MAPPINGS))) {
        // What the kernel does not like to let go, locked pages say, stays.
        int ignored =
            (int)
                MADVISE
                    .get()
                    .invokeExact(
                        MemorySegment.ofAddress(mapping.start()), mapping.bytes(), MADV_DONTNEED);
      }
    } catch (IOException e) {
      // Without /proc nothing is known of the mappings, and nothing is let go.
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the C library's functions throw nothing", e);
    }
  }

  /** Those worth it, out of the lines of an smaps file. */
  static List<Mapping> unchanged(List<String> smaps) {
    var found = new ArrayList<Mapping>();
    Optional<Mapping> current = Optional.empty();
    long residentKib = 0;
    for (String line : smaps) {
      if (line.startsWith("Rss:")) {
        residentKib = kib(line);
      } else if (line.startsWith("Anonymous:")) {
        if (kib(line) == 0 && residentKib >= WORTH_IT_KIB) {
          current.ifPresent(found::add);
        }
      } else if (!line.contains(":  ")) {
        current = ofFile(line);
        residentKib = 0;
      }
    }
    return found;
  }

  /** Of a line like {@code 7f0000000000-7f0000001000 r--p 00000000 08:01 42 /a/file}. */
  private static Optional<Mapping> ofFile(String line) {
    String[] fields = line.split(" +", 6);
    boolean privateAndReadOnly =
        fields.length == 6 && fields[1].matches("r-[-x]p") && fields[5].startsWith("/");
    if (!privateAndReadOnly) {
      return Optional.empty();
    }
    String[] ends = fields[0].split("-", 2);
    long start = Long.parseUnsignedLong(ends[0], 16);
    return Optional.of(new Mapping(start, Long.parseUnsignedLong(ends[1], 16) - start));
  }

  private static long kib(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
