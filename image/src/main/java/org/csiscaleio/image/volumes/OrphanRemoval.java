package org.csiscaleio.image.volumes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Removes orphans that an operator named one by one. Each is looked for anew right before, among
 * what the array has at that moment; what is no orphan then stays, and the rest with it.
 */
final class OrphanRemoval {
  private final ScaleIoSystem system;
  private final Supplier<Set<Owner>> candidates;
  private final Supplier<Deadline> deadlines;
  private final OrphanReport report;

  /**
   * @param candidates who may own something, asked for each
   * @param deadlines one for each step
   */
  OrphanRemoval(
      ScaleIoSystem system,
      Supplier<Set<Owner>> candidates,
      Supplier<Deadline> deadlines,
      OrphanReport report) {
    this.system = system;
    this.candidates = candidates;
    this.deadlines = deadlines;
    this.report = report;
  }

  /**
   * Judges all, then removes one after the other.
   *
   * @param carryOut false only shows
   * @return whether all were, or could be, removed
   */
  boolean run(List<String> ids, boolean carryOut) {
    boolean all = true;
    List<Orphan> orphans = look();
    for (String id : ids) {
      Optional<Orphan> orphan = find(orphans, id);
      orphan
          .filter(Orphan::removable)
          .ifPresentOrElse(report::wouldRemove, () -> report.stays(id, reason(orphan)));
      all &= orphan.filter(Orphan::removable).isPresent();
    }
    if (!all || !carryOut) {
      report.nothingDone(carryOut);
      return all;
    }
    for (String id : ids) {
      if (!remove(id)) {
        return false;
      }
    }
    return true;
  }

  private boolean remove(String id) {
    try {
      Optional<Orphan> orphan = find(look(), id);
      if (orphan.filter(Orphan::removable).isEmpty()) {
        report.stays(id, reason(orphan));
        return false;
      }
      remove(orphan.get());
      report.removed(orphan.get());
      return true;
    } catch (Failure | Refusal e) {
      report.stays(id, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void remove(Orphan orphan) {
    switch (orphan.kind()) {
      case MAPPING -> {
        String[] parts = orphan.id().split("@", 2);
        system.unmap(parts[0], parts[1], deadlines.get());
      }
      case RECORD, VOLUME, SNAPSHOT -> {
        Volume now =
            system
                .volume(orphan.id(), deadlines.get())
                .orElseThrow(() -> new Refusal("it is gone already"));
        if (!now.name().equals(orphan.name()) || !now.mappings().isEmpty() || now.mappedToAll()) {
          throw new Refusal("it was renamed or mapped this moment");
        }
        system.removeVolume(orphan.id(), deadlines.get());
      }
      case MOUNT -> throw new Refusal("mounts are not taken away by this command");
    }
  }

  private List<Orphan> look() {
    return Orphans.of(ArrayView.read(system, deadlines.get()), candidates.get());
  }

  /** By its id, also with a system's before it. */
  private static Optional<Orphan> find(List<Orphan> orphans, String id) {
    String withoutSystem = id.substring(id.indexOf('-') + 1);
    return orphans.stream()
        .filter(orphan ->
            orphan.id().equalsIgnoreCase(id) || orphan.id().equalsIgnoreCase(withoutSystem))
        .findFirst();
  }

  private static String reason(Optional<Orphan> orphan) {
    return orphan.flatMap(Orphan::keptBecause).orElse("nothing of that id is an orphan now");
  }
}
