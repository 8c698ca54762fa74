package org.csiscaleio.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a plugin is started, and how it dies. */
interface Launch {
  Duration DEATH_LIMIT = Duration.ofSeconds(30);

  /**
   * What starts it; its arguments follow.
   *
   * @param environment added to the plugin's, which the command's own process has too
   */
  List<String> command(Map<String, String> environment);

  /** SIGKILL to the plugin that was so started. */
  default void sigkill(RunningProgram program) {
    program.sigkill();
  }

  /** As a process of this machine. */
  static Launch plain(List<String> command) {
    return environment -> command;
  }

  /**
   * In a container of the image, for which podman stands as the process.
   *
   * @param name of the container, of which there is one at a time
   * @param root where everything is that the cluster has on disk: a shared mount
   */
  static Launch contained(Podman podman, String name, Path root) {
    return new Launch() {
      @Override
      public List<String> command(Map<String, String> environment) {
        var options = new ArrayList<String>();
        environment.forEach((key, value) -> options.addAll(List.of("--env", key + "=" + value)));
        return podman.serve(name, root, options.toArray(String[]::new));
      }

      @Override
      public void sigkill(RunningProgram program) {
        if (program.isAlive()) {
          podman.sigkill(name);
          program.waitForEnd(DEATH_LIMIT);
        }
      }
    };
  }
}
