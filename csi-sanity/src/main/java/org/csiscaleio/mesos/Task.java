package org.csiscaleio.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.rig.MountTable;

/**
 * A task's container: each disk's target directory is bound into its sandbox from the host's mount
 * namespace, whatever is there: if the plugin's mount did not reach the host, the task silently
 * gets the empty directory on the agent's own disk.
 */
public final class Task {
  private final Machine machine;
  private final Path sandbox;
  private final List<Resource> disks;
  private volatile boolean running = true;

  private Task(Machine machine, Path sandbox, List<Resource> disks) {
    this.machine = machine;
    this.sandbox = sandbox;
    this.disks = disks;
  }

  static Task launched(
      Machine machine, String name, List<Resource> disks, Function<String, Path> target) {
    Path sandbox =
        machine
            .workDir()
            .resolve("slaves")
            .resolve(machine.agentId())
            .resolve("runs")
            .resolve(name + "-" + UUID.randomUUID());
    var task = new Task(machine, sandbox, disks);
    for (int i = 0; i < disks.size(); i++) {
      try {
        Files.createDirectories(task.volume(i));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      machine.mount(
          "mount",
          "--bind",
          target.apply(disks.get(i).id().orElseThrow()).toString(),
          task.volume(i).toString());
    }
    return task;
  }

  /** Where the task sees its n-th disk. */
  public Path volume(int index) {
    return sandbox.resolve("volume-" + index);
  }

  public List<Resource> disks() {
    return disks;
  }

  public boolean isRunning() {
    return running;
  }

  /** The task ends. Nothing is unpublished: contract 2.5. */
  public void end() {
    running = false;
    for (int i = 0; i < disks.size(); i++) {
      if (!MountTable.now().at(volume(i)).isEmpty()) {
        machine.mount("umount", volume(i).toString());
      }
    }
  }
}
