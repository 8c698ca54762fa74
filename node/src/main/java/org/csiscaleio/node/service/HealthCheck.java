package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * How volumes are on this node. Looks only, waits for nobody's turn, and takes a device that does
 * not answer for what it is: the finding, not a reason to fail.
 */
final class HealthCheck {
  /** A device that has not answered for so long hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Host host;

  HealthCheck(Host host) {
    this.host = host;
  }

  /**
   * What is wrong with a volume, of each kind once.
   *
   * @param paths where the orchestrator takes it for shown; it is also looked at wherever else it
   *     is shown
   * @throws Failure NOT_FOUND when no path is given and nothing of the volume is here
   */
  List<VolumeTrouble> of(VolumeId volume, Set<Path> paths, Deadline deadline) {
    Deadline end = deadline.orAfter(PATIENCE);
    try {
      return eachOnce(found(volume, paths, end));
    } catch (Failure failure) {
      return List.of(hanging(failure));
    }
  }

  /**
   * The trouble behind a question that was not answered.
   *
   * @throws Failure itself, when it is another
   */
  static VolumeTrouble hanging(Failure failure) {
    if (failure.code() == Failure.Code.DEADLINE_EXCEEDED
        || failure.code() == Failure.Code.UNAVAILABLE) {
      return VolumeTrouble.inaccessible("DeviceHangs", failure.message());
    }
    throw failure;
  }

  private List<VolumeTrouble> found(VolumeId volume, Set<Path> paths, Deadline deadline) {
    Optional<Device> device = host.device(volume, deadline);
    if (device.isEmpty() && paths.isEmpty()) {
      throw Failure.notFound("volume " + volume + " is not on this node: it has no device here");
    }
    var places = new LinkedHashSet<Shown.At>();
    device.ifPresent(here -> places.addAll(host.shown(here, deadline)));
    var troubles = new ArrayList<VolumeTrouble>();
    for (Path path : paths) {
      Shown shown = host.shownAt(volume, path, deadline);
      switch (shown) {
        case Shown.Nothing nothing ->
            troubles.add(
                VolumeTrouble.inaccessible(
                    "NotMounted",
                    "volume " + volume + " is not mounted at " + path + "; publish it again"));
        case Shown.SomethingElse other ->
            troubles.add(
                VolumeTrouble.inaccessible(
                    "SomethingElseMounted",
                    "not volume " + volume + " is mounted at " + path + ", but " + other.what()));
        case Shown.FileSystem fs -> places.add(new Shown.At(path, fs));
        case Shown.RawDevice raw -> places.add(new Shown.At(path, raw));
      }
    }
    if (device.isPresent()) {
      troubles.addAll(host.troubles(device.get(), List.copyOf(places), deadline));
    } else {
      troubles.addFirst(
          VolumeTrouble.inaccessible(
              "NoDevice",
              "volume "
                  + volume
                  + " has no device on this node; is it still mapped to this node's SDC, and the"
                  + " SDC connected? When it is back: unpublish, and publish again"));
    }
    return troubles;
  }

  /** CSI takes no two of the same severity and reason. */
  private static List<VolumeTrouble> eachOnce(List<VolumeTrouble> all) {
    Map<String, VolumeTrouble> distinct = new LinkedHashMap<>();
    all.forEach(trouble -> distinct.putIfAbsent(trouble.severity() + trouble.reason(), trouble));
    return List.copyOf(distinct.values());
  }
}
