package org.csiscaleio.image.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this process takes, read when somebody wants to know. */
final class ProcessState {
  private static final Path SELF = Path.of("/proc/self");
  private static final double KIB = 1024;

  private ProcessState() {}

  /** What can be read, in the order of the metrics. */
  static List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    ProcessHandle.Info info = ProcessHandle.current().info();
    info.totalCpuDuration()
        .map(Duration::toNanos)
        .ifPresent(nanos -> samples.add(Sample.of(Metric.PROCESS_CPU, nanos / 1e9)));
    info.startInstant()
        .map(Instant::toEpochMilli)
        .ifPresent(millis -> samples.add(Sample.of(Metric.PROCESS_START, millis / 1e3)));
    number("status", "VmRSS:")
        .ifPresent(kib -> samples.add(Sample.of(Metric.PROCESS_MEMORY, kib * KIB)));
    openFiles().ifPresent(count -> samples.add(Sample.of(Metric.PROCESS_FILES, count)));
    number("limits", "Max open files")
        .ifPresent(count -> samples.add(Sample.of(Metric.PROCESS_MOST_FILES, count)));
    number("status", "Threads:")
        .ifPresent(count -> samples.add(Sample.of(Metric.PROCESS_THREADS, count)));
    Runtime runtime = Runtime.getRuntime();
    long committed = runtime.totalMemory();
    samples.add(Sample.of(Metric.JVM_HEAP_USED, committed - runtime.freeMemory()));
    samples.add(Sample.of(Metric.JVM_HEAP, committed));
    samples.add(Sample.of(Metric.JVM_MOST_HEAP, runtime.maxMemory()));
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    for (GarbageCollectorMXBean gc : collectors) {
      samples.add(Sample.of(Metric.JVM_GC, gc.getCollectionCount(), gc.getName()));
    }
    for (GarbageCollectorMXBean gc : collectors) {
      samples.add(Sample.of(Metric.JVM_GC_TIME, gc.getCollectionTime() / 1e3, gc.getName()));
    }
    return samples;
  }

  /** The first number behind a word that a line begins with. */
  private static OptionalLong number(String file, String word) {
    try {
      for (String line : Files.readAllLines(SELF.resolve(file))) {
        if (line.startsWith(word)) {
          String rest = line.substring(word.length()).strip();
          return OptionalLong.of(Long.parseLong(rest.split("\\s", 2)[0]));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static OptionalLong openFiles() {
    try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
      return OptionalLong.of(files.count());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
