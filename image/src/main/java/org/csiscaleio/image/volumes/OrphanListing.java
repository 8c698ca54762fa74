package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.operation.Failure;

/**
 * Lists what nobody owns at each system. All are asked at once; one that does not answer is named,
 * and hides nothing of the others.
 */
final class OrphanListing {
  private final Function<Configuration.Gateway, ScaleIoSystem> opener;
  private final Function<ScaleIoSystem, List<Orphan>> look;
  private final OrphanReport report;

  /**
   * @param look finds those of one system, and of this host as far as its volumes are concerned
   */
  OrphanListing(
      Function<Configuration.Gateway, ScaleIoSystem> opener,
      Function<ScaleIoSystem, List<Orphan>> look,
      OrphanReport report) {
    this.opener = opener;
    this.look = look;
    this.report = report;
  }

  /**
   * Looks, and reports.
   *
   * @return whether every system was looked at
   * @throws Failure of the only one
   */
  boolean run(List<Configuration.Gateway> gateways) {
    if (gateways.size() == 1) {
      report.list(Optional.empty(), at(gateways.getFirst()));
      return true;
    }
    boolean all = true;
    Set<String> shown = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var looks = new ArrayList<Future<List<Orphan>>>();
      gateways.forEach(gateway -> looks.add(threads.submit(() -> at(gateway))));
      for (int i = 0; i < looks.size(); i++) {
        String system = gateways.get(i).systemId().orElseThrow();
        try {
          report.list(Optional.of(system), once(looks.get(i).get(), shown));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof Failure failure)) {
            throw new IllegalStateException("looking at system " + system, e.getCause());
          }
          report.notLookedAt(system, failure.message());
          all = false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("interrupted");
    }
    return all;
  }

  private List<Orphan> at(Configuration.Gateway gateway) {
    try (ScaleIoSystem system = opener.apply(gateway)) {
      return look.apply(system);
    }
  }

  /** A mount that no link leads to is found at each system, whichever its volume was of. */
  private static List<Orphan> once(List<Orphan> orphans, Set<String> shown) {
    return orphans.stream()
        .filter(orphan -> orphan.kind() != Orphan.Kind.MOUNT || shown.add(orphan.id()))
        .toList();
  }
}
