package org.csiscaleio.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.mesos.container.Containerizer;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.rig.MountTable;

/**
 * A host on which an agent runs: what outlives the agent's process (its directories, its
 * containers, mounts) and what outlives the host's boot (its directories only).
 */
public final class Machine implements AutoCloseable {
  private final Path workDir;
  private final Path temporary;
  private final Isolation isolation;
  private final RecursiveDelete delete;
  private Containerizer containerizer;
  private String bootId = UUID.randomUUID().toString();
  private String agentId = newAgentId();

  /**
   * A host with nothing on it.
   *
   * @param directory taken for all of it; short, because sockets are below it
   */
  public Machine(Path directory, Isolation isolation) {
    this.isolation = isolation;
    this.workDir = directory.resolve("W");
    this.temporary = directory.resolve("tmp");
    try {
      Files.createDirectories(workDir);
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.delete = new RecursiveDelete(directory);
    this.containerizer = new Containerizer(workDir, isolation);
    shareWorkDir();
  }

  /** The agent's {@code --work_dir}, W. */
  public Path workDir() {
    return workDir;
  }

  /** The agent's TMPDIR. */
  public Path temporary() {
    return temporary;
  }

  public Containerizer containerizer() {
    return containerizer;
  }

  /** The one way things are deleted here. */
  public RecursiveDelete delete() {
    return delete;
  }

  public String bootId() {
    return bootId;
  }

  /** The id the master gave the agent. */
  public String agentId() {
    return agentId;
  }

  /** The agent's meta directory is lost: it registers anew, and forgets all resources. */
  public void loseMetaDirectory() {
    delete.tree(workDir.resolve("meta"));
    agentId = newAgentId();
  }

  /** All that agents have left here is gone, as on a new host; containers run on. */
  public void forgetEverything() {
    for (String gone : List.of("meta", "slaves", "isolators")) {
      deleteIfThere(workDir.resolve(gone));
    }
    for (Path type : CsiPaths.entries(workDir.resolve("csi"))) {
      for (Path name : CsiPaths.entries(type)) {
        deleteIfThere(name.resolve("volumes"));
        CsiPaths.entries(name.resolve("mounts")).forEach(delete::tree);
      }
    }
    agentId = newAgentId();
  }

  private void deleteIfThere(Path path) {
    if (Files.exists(path)) {
      delete.tree(path);
    }
  }

  /**
   * Power fails: every process is gone, and every mount with what was not yet on its device.
   *
   * @param loseMounts takes all mounts below the machine's directory away
   */
  public void powerOff(Runnable loseMounts) {
    containerizer.close();
    loseMounts.run();
    unshareWorkDir();
  }

  /** The next boot. */
  public void powerOn() {
    bootId = UUID.randomUUID().toString();
    containerizer = new Containerizer(workDir, isolation);
    shareWorkDir();
  }

  /** Kills all containers; W's own mount goes too, unless something is still mounted below it. */
  @Override
  public void close() {
    containerizer.close();
    if (MountTable.now().under(workDir).size() == 1) {
      unshareWorkDir();
    }
  }

  private static String newAgentId() {
    return UUID.randomUUID() + "-S0";
  }

  /**
   * src/slave/containerizer/mesos/isolators/filesystem/linux.cpp: W is bound to itself, made
   * private and then shared, so that it is in a peer group of its own.
   */
  private void shareWorkDir() {
    if (isolation == Isolation.LINUX && !isMountPoint()) {
      run("mount", "--bind", workDir.toString(), workDir.toString());
      run("mount", "--make-private", workDir.toString());
      run("mount", "--make-shared", workDir.toString());
    }
  }

  private void unshareWorkDir() {
    if (isolation == Isolation.LINUX && isMountPoint()) {
      run("umount", workDir.toString());
    }
  }

  private boolean isMountPoint() {
    return !MountTable.now().at(workDir).isEmpty();
  }

  /** What the agent does for a container: mount or umount, with arguments; it must succeed. */
  public void mount(String... command) {
    run(command);
  }

  private static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new Failed(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted", e);
    }
  }
}
