package org.csiscaleio.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.rig.RunningProgram;

/**
 * A class-data archive that a plugin with an agent can use. The one that is shipped is made
 * elsewhere than where it is used, and with an agent Java looks for the jars where the archive was
 * made. A start without any costs twice the processor time, and a crash walk is mostly starts.
 */
final class AgentsArchive {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path FILE = made();

  private AgentsArchive() {}

  /** Made once in the life of this JVM. */
  static Path file() {
    return FILE;
  }

  private static Path made() {
    Path logs = Path.of(System.getProperty("csiscaleio.logs"));
    // Others like this one may run beside it.
    Path file = logs.resolve("agents-" + ProcessHandle.current().pid() + ".jsa");
    try {
      Files.createDirectories(logs);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make room for " + file, e);
    }
    file.toFile().deleteOnExit();
    // The launcher has the flags on which an archive depends; an agent adds the module.
    String options =
        "-Xshare:dump --add-modules java.instrument -XX:SharedClassListFile=%s -XX:SharedArchiveFile=%s"
            .formatted(System.getProperty("csiscaleio.classes"), file);
    RunningProgram dump =
        RunningProgram.start(
            "the dump of the agents' archive",
            List.of(System.getProperty("csiscaleio.plugin"), "serve"),
            Map.of("CSI_SCALEIO_JAVA_OPTS", options),
            logs.resolve("agents-archive-" + ProcessHandle.current().pid() + ".log"));
    dump.waitForEnd(LIMIT);
    if (!Files.exists(file)) {
      throw new IllegalStateException("no archive was made: " + dump.logText());
    }
    return file;
  }
}
