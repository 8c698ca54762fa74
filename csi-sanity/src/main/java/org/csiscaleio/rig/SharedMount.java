package org.csiscaleio.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A directory mounted over itself and shared, as an agent's work directory or a kubelet's is: what
 * is mounted below it in a container is mounted on the host.
 */
public final class SharedMount implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private final Path log;

  private SharedMount(Path directory, Path log) {
    this.directory = directory;
    this.log = log;
  }

  /**
   * Makes it one.
   *
   * @param log takes what mount says
   */
  public static SharedMount over(Path directory, Path log) {
    var mount = new SharedMount(directory, log);
    String path = directory.toString();
    mount.run("mount", "--bind", path, path);
    mount.run("mount", "--make-private", path);
    mount.run("mount", "--make-shared", path);
    return mount;
  }

  /** Takes the mount away, but no other below it. */
  @Override
  public void close() {
    run("umount", directory.toString());
  }

  private void run(String... command) {
    RunningProgram program = RunningProgram.start(command[0], List.of(command), Map.of(), log);
    int status = program.waitForEnd(LIMIT);
    if (status != 0) {
      throw new IllegalStateException(
          List.of(command) + " ended with " + status + ": " + program.logText());
    }
  }
}
