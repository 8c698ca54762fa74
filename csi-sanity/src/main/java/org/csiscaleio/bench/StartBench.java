package org.csiscaleio.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Podman;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;

/**
 * Starts the program again and again, in each of the forms it is given away in, and prints a table:
 * medians of the times, then memory after a while of work.
 */
public final class StartBench {
  private static final String CONTAINER = "csi-scaleio-bench";
  private static final int VOLUMES = 10_000;
  private static final int CALLS = 10_000;
  private static final Duration REST = Duration.ofSeconds(12);

  // Each new channel to a unix socket is complained of there: it has no SO_KEEPALIVE.
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

  private final int starts;

  private StartBench(int starts) {
    this.starts = starts;
  }

  /** From exec, in milliseconds. */
  private record Start(double bind, double probe, double create) {}

  /**
   * Prints the table.
   *
   * @param arguments how often to start; the plain program; the bundle's launcher; the image's
   *     archive; the image's name
   */
  public static void main(String[] arguments) throws Exception {
    NETTY.setLevel(Level.SEVERE);
    var bench = new StartBench(Integer.parseInt(arguments[0]));
    System.out.printf(
        "%-7s %9s %9s %9s   %-13s %-13s %-13s%n",
        "", "bind", "Probe", "Create", "idle", "10,000 RPCs", "10,000 listed");
    bench.measure("plain", root -> List.of(arguments[1]), program -> program);
    bench.measure("bundle", root -> List.of(arguments[2]), program -> program);
    try (var podman = Podman.withImage(Path.of(arguments[3]), arguments[4])) {
      bench.measure(
          "image", root -> podman.serve(CONTAINER, root), program -> podman.pidOf(CONTAINER));
    }
    System.out.println(
        "milliseconds from exec (median of "
            + bench.starts
            + "; image: from 'podman run');"
            + " MiB resident/anonymous/peak");
  }

  private void measure(
      String form, Function<Path, List<String>> command, Function<Long, Long> processOf)
      throws Exception {
    try (var cluster =
        Cluster.named("bench-" + form).busy().plugins(0).containedBy(command).start()) {
      List<Start> all = new ArrayList<>();
      for (int i = 0; i < starts; i++) {
        all.add(start(cluster, form + "-" + i));
        cluster.a().close();
      }
      cluster.emulator().control().makeVolumes(VOLUMES, "sp1", "bulk-", 8);
      cluster.a().start();
      long pid = processOf.apply(cluster.a().program().pid());
      Thread.sleep(REST);
      Memory idle = Memory.of(pid);
      CsiClient client = cluster.a().client();
      for (int i = 0; i < CALLS; i++) {
        client.identity().probe(ProbeRequest.getDefaultInstance());
      }
      Thread.sleep(REST);
      Memory worked = Memory.of(pid);
      client.controller().listVolumes(ListVolumesRequest.getDefaultInstance());
      Thread.sleep(REST);
      Memory listed = Memory.of(pid);
      System.out.printf(
          Locale.ROOT,
          "%-7s %9.0f %9.0f %9.0f   %-13s %-13s %-13s%n",
          form,
          median(all.stream().map(Start::bind).toList()),
          median(all.stream().map(Start::probe).toList()),
          median(all.stream().map(Start::create).toList()),
          idle,
          worked,
          listed);
      cluster.a().close();
      cluster.startOver();
    }
  }

  private static Start start(Cluster cluster, String volume) throws Exception {
    Path socket = cluster.a().socket();
    Files.deleteIfExists(socket);
    long begin = System.nanoTime();
    Thread watcher = Thread.currentThread();
    var bound = new long[1];
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              while (!Files.exists(socket) && watcher.isAlive()) {
                Thread.onSpinWait();
                pause();
              }
              bound[0] = System.nanoTime();
            });
    cluster.a().start(Map.of());
    long probed = System.nanoTime();
    waiting.join();
    VolumeUse use = cluster.useOnA(VolumeWish.of(volume, 8, "ext4"));
    use.create(cluster.a().client());
    long created = System.nanoTime();
    use.delete(cluster.a().client());
    return new Start(millis(begin, bound[0]), millis(begin, probed), millis(begin, created));
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double millis(long begin, long end) {
    return (end - begin) / 1e6;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
