package org.csiscaleio.image;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.image.server.Caller;

/** The real program as a process of its own, started as the launcher starts it. */
final class ServeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path socket;
  private final Path log;
  private final Process process;
  private final Caller caller;

  private ServeProcess(Path socket, Path log, Process process) {
    this.socket = socket;
    this.log = log;
    this.process = process;
    this.caller = new Caller(socket);
  }

  /**
   * Starts {@code serve} on {@code csi.sock} in that directory, with nothing in the environment but
   * what is given.
   */
  static ServeProcess start(Path directory, Map<String, String> environment, List<String> flags)
      throws IOException {
    return start(directory, environment, List.of(), flags);
  }

  static ServeProcess start(
      Path directory, Map<String, String> environment, List<String> jvmFlags, List<String> flags)
      throws IOException {
    Path socket = directory.resolve("csi.sock");
    List<String> command = new ArrayList<>();
    // A shell that starts tests in the background lets them, and so this process, ignore SIGINT.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx64m"));
    command.addAll(
        List.of("-Dio.netty.allocator.type=unpooled", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--endpoint", "unix://" + socket));
    command.addAll(flags);
    Path log = Files.createTempFile(directory, "serve-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServeProcess(socket, log, process);
  }

  /** Waits until it answers Probe. */
  void awaitReady() throws IOException, InterruptedException {
    await("the socket", () -> Files.exists(socket));
    IdentityGrpc.newBlockingStub(channel())
        .withWaitForReady()
        .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .probe(ProbeRequest.getDefaultInstance());
  }

  ManagedChannel channel() {
    return caller.channel();
  }

  Path socket() {
    return socket;
  }

  /** What it has said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  void awaitLog(String wanted) throws IOException, InterruptedException {
    await("'" + wanted + "' in the log", () -> logHas(wanted));
  }

  private boolean logHas(String wanted) {
    try {
      return log().contains(wanted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void await(String what, BooleanSupplier condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        throw new AssertionError("waited in vain for " + what + "; the log:\n" + log());
      }
      Thread.sleep(2);
    }
  }

  Process process() {
    return process;
  }

  /** SIGTERM, SIGINT or SIGKILL by its name, as kill takes it. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitStatus() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; the log:\n" + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    caller.close();
    process.destroyForcibly().onExit().join();
  }
}
