package org.csiscaleio.demo;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.rig.Cluster;

/**
 * Shows the main job to a person, or to a script that looks at the exit code: 0 when every step
 * held. Whatever happens, Ctrl-C included, nothing stays mounted, attached or running.
 */
public final class Demo {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  private Demo() {}

  /** Takes no arguments; where the programs lie is told by system properties. */
  public static void main(String[] arguments) {
    boolean colour = Boolean.getBoolean("csiscaleio.colour");
    var narrator = new Narrator(System.out, colour);
    List<Runnable> clearing = new ArrayList<>();
    var ended = new AtomicBoolean();
    Thread player = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  if (!ended.get()) {
                    narrator.fails("interrupted; clearing up");
                    stop(player);
                  }
                  clearing.reversed().forEach(Runnable::run);
                }));
    int code = 1;
    try {
      narrator.say("csi-scaleio, shown on an emulated ScaleIO system with two hosts.");
      narrator.say("Real: the plugin, its socket, block devices, file systems, mounts, redis.");
      play(narrator, clearing);
      code = 0;
    } catch (RuntimeException e) {
      if (!player.isInterrupted()) {
        narrator.fails(e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }
    if (player.isInterrupted()) {
      return; // The hook that interrupted us clears up and ends the program.
    }
    ended.set(true);
    System.exit(code);
  }

  private static void play(Narrator narrator, List<Runnable> clearing) {
    narrator.step("Start a ScaleIO system with two hosts, and the plugin on each");
    Cluster cluster = Cluster.named("demo").plugins(0).start();
    clearing.add(cluster::discard);
    var story = new Story(narrator, cluster);
    clearing.add(story::stopServers);
    story.tell();
    cluster.close();
    narrator.end("Every step held; nothing is left mounted, attached or running.");
    if (Files.exists(cluster.root())) {
      throw new StepFailed(cluster.root() + " is still there");
    }
  }

  private static void stop(Thread player) {
    player.interrupt();
    try {
      player.join(END_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
