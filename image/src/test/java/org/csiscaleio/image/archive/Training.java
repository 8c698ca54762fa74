package org.csiscaleio.image.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csiscaleio.image.server.Caller;

/**
 * Runs {@code serve} against a gateway that knows little, and keeps the names of the classes it
 * needed, as {@code serve.raw} and {@code environment.raw}. What the program answers does not
 * matter here.
 */
public final class Training {
  private static final int PATIENCE_SECONDS = 60;

  // Each new channel to a unix socket is complained of there: it has no SO_KEEPALIVE.
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

  private final Path launcher;
  private final Path work;

  private Training(Path launcher, Path work) {
    this.launcher = launcher;
    this.work = work;
  }

  /**
   * Trains.
   *
   * @param arguments the launcher, and the directory for what is found
   */
  public static void main(String[] arguments) throws Exception {
    new Training(Path.of(arguments[0]), Path.of(arguments[1])).run();
  }

  private void run() throws Exception {
    NETTY.setLevel(Level.SEVERE);
    // Short, because a socket's path may have 107 bytes.
    Path directory = Files.createTempDirectory("csi-scaleio-training-");
    try (var gateway = new TrainingGateway(directory)) {
      Path socket = directory.resolve("csi.sock");
      Files.writeString(directory.resolve("config.yaml"), gateway.configuration(socket, directory));
      Process serve =
          start("serve", Map.of(), "--config", directory.resolve("config.yaml").toString());
      await(socket, serve);
      try (var caller = new Caller(socket)) {
        TrainingCalls.all(caller.channel());
      }
      end(serve);
      bySettingsInTheEnvironment(directory);
    } finally {
      remove(directory);
    }
  }

  /** Reading settings from elsewhere takes other classes. */
  private void bySettingsInTheEnvironment(Path directory) throws Exception {
    Path socket = directory.resolve("csi.sock");
    Process serve =
        start(
            "environment",
            Map.of("CSI_ENDPOINT", "unix://" + socket, "X_CSI_SCALEIO_PASSWORD", "training"),
            "--gateway=https://127.0.0.1:1",
            "--sdc-device=" + directory.resolve("no-scini"),
            "--drv-cfg=" + directory.resolve("no-drv_cfg"),
            "--state-dir=" + directory);
    await(socket, serve);
    try (var caller = new Caller(socket)) {
      TrainingCalls.identity(caller.channel());
      // What trusts this machine's authorities is needed before the gateway is found not to be
      // there.
      TrainingCalls.deletion(caller.channel());
    }
    end(serve);
  }

  private Process start(String name, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "serve"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .environment()
        .put("CSI_SCALEIO_JAVA_OPTS", "-XX:DumpLoadedClassList=" + work.resolve(name + ".raw"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(work.resolve(name + ".training.log").toFile())
        .start();
  }

  private static void await(Path socket, Process program) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(socket)) {
      if (!program.isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "the program did not start; see the logs in the work directory");
      }
      Thread.sleep(5);
    }
  }

  private static void end(Process program) throws InterruptedException {
    program.destroy();
    if (!program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      program.destroyForcibly();
      throw new IllegalStateException("the program did not end when it was asked to");
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
