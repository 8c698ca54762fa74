package org.csiscaleio.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.RunningProgram;

/** Debian's redis-server, keeping its data in a directory of our choice; no network, no service. */
final class RedisServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final RunningProgram program;
  private final Path socket;

  private RedisServer(RunningProgram program, Path socket) {
    this.program = program;
    this.socket = socket;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param data where dump.rdb is read and written
   * @param socket where it listens
   */
  static RedisServer start(Path data, Path socket, Path log) {
    var program =
        RunningProgram.start(
            "redis-server",
            List.of(
                "redis-server",
                "--port",
                "0",
                "--unixsocket",
                socket.toString(),
                "--dir",
                data.toString(),
                "--save",
                "",
                "--daemonize",
                "no"),
            Map.of(),
            log);
    var server = new RedisServer(program, socket);
    Await.until("redis-server (log: " + log + ")", START_LIMIT, server::answers);
    return server;
  }

  /** What redis-cli prints for a command. */
  String cli(String... command) {
    var words = new String[command.length + 3];
    words[0] = "redis-cli";
    words[1] = "-s";
    words[2] = socket.toString();
    System.arraycopy(command, 0, words, 3, command.length);
    return Shell.run(words);
  }

  boolean isAlive() {
    return program.isAlive();
  }

  void sigkill() {
    program.sigkill();
  }

  /** Lets it save and end. */
  void stop() {
    program.sigterm(Duration.ofSeconds(10));
  }

  private boolean answers() {
    return cli("ping").equals("PONG");
  }
}
