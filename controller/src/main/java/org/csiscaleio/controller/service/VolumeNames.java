package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Volumes meant by {@code name:<ScaleIO name>}, as people know those that the orchestrator did not
 * create. The name as it stands comes first. Else as REX-Ray looked it up, whose users' files have
 * names of any length and case: cut to the array's 31 characters, letters' case ignored; but where
 * that leaves a choice, it is refused.
 */
final class VolumeNames {
  private static final String PREFIX = "name:";

  private final ScaleIoSystem system;

  VolumeNames(ScaleIoSystem system) {
    this.system = system;
  }

  /** Whether a volume id is a name. */
  static boolean isName(String handle) {
    return handle.startsWith(PREFIX);
  }

  /**
   * The array's id of the volume that is meant; empty when there is none. One request, or two.
   *
   * @param handle {@code name:} and the name
   * @throws Failure FAILED_PRECONDITION naming the candidates when there are several
   */
  Optional<String> find(String handle, Deadline deadline) {
    String name = handle.substring(PREFIX.length());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> exact =
        name.length() <= ScaleIoName.LIMIT && !LimitsRecord.isRecord(name)
            ? system.volumeIdByName(name, deadline)
            : Optional.empty();
    return exact.or(() -> alike(name, deadline));
  }

  private Optional<String> alike(String name, Deadline deadline) {
    String cut = name.substring(0, Math.min(name.length(), ScaleIoName.LIMIT));
    List<Volume> candidates = new ArrayList<>();
    system.forEachVolume(
        volume -> {
          if (volume.name().equalsIgnoreCase(cut) && !LimitsRecord.isRecord(volume.name())) {
            candidates.add(volume);
          }
        },
        deadline);
    if (candidates.size() > 1) {
      throw Failure.precondition(
          "'"
              + PREFIX
              + name
              + "' can mean several volumes: "
              + candidates.stream()
                  .map(volume -> "'" + volume.name() + "' (" + volume.id() + ")")
                  .sorted()
                  .collect(joining(", "))
              + "; use the one's exact name, or its id");
    }
    return candidates.stream().map(Volume::id).findFirst();
  }
}
