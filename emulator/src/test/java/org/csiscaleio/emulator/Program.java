package org.csiscaleio.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The emulator as a process of its own, with the heap that its launcher gives it. */
final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; does not wait for anything. */
  static Program start(Path folder, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dio.netty.allocator.type=unpooled",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.csiscaleio.emulator.Main"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log-" + System.nanoTime());
    return new Program(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /** Waits for the ready file; returns the URL in it. */
  String ready(Path file) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(file)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new AssertionError("not ready: " + log());
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return Files.readString(file).strip();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Waits for the end; returns the exit status. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  /** SIGTERM. */
  void stop() throws InterruptedException {
    process.destroy();
    exit();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
