package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Turns the ids orchestrators send into volumes of this system, and never into those of another.
 * What has not the form of an id is an unknown volume, as the specification's testers demand.
 */
final class VolumeHandles {
  private final ScaleIoSystem system;
  private final VolumeNames names;

  VolumeHandles(ScaleIoSystem system) {
    this.system = system;
    this.names = new VolumeNames(system);
  }

  /** A volume of this system. */
  VolumeId of(String volumeId, Deadline deadline) {
    return new VolumeId(system.info(deadline).id(), volumeId);
  }

  /**
   * The volume that is meant; empty when the text is no id of a volume, or the name of none.
   *
   * @throws Failure FAILED_PRECONDITION when it lies in another system. To say that it does not
   *     exist would be wrong, and would make the orchestrator forget a volume that does. Also when
   *     a name can mean several
   */
  Optional<VolumeId> parse(String handle, Deadline deadline) {
    SystemInfo here = system.info(deadline);
    if (VolumeNames.isName(handle)) {
      return named(handle, here, deadline);
    }
    Optional<VolumeId> id = VolumeId.parse(handle, here.id());
    id.filter(volume -> !volume.systemId().equals(here.id()))
        .ifPresent(volume -> {
          throw Failure.precondition(inAnotherSystem(volume, here));
        });
    return id;
  }

  /**
   * The volume that is meant.
   *
   * @throws Failure NOT_FOUND when this system cannot have it; FAILED_PRECONDITION when a name can
   *     mean several volumes
   */
  VolumeId require(String handle, Deadline deadline) {
    SystemInfo here = system.info(deadline);
    if (VolumeNames.isName(handle)) {
      return named(handle, here, deadline)
          .orElseThrow(() ->
              Failure.notFound(
                  "system "
                      + here.id()
                      + " has no volume that '"
                      + handle
                      + "' can mean, cut to 31 characters and whatever its letters' case"));
    }
    VolumeId id =
        VolumeId.parse(handle, here.id())
            .orElseThrow(() ->
                Failure.notFound(
                    "there is no volume '"
                        + handle
                        + "': an id of this plugin is <system id>-<volume id>"));
    if (!id.systemId().equals(here.id())) {
      throw Failure.notFound(inAnotherSystem(id, here));
    }
    return id;
  }

  private Optional<VolumeId> named(String handle, SystemInfo here, Deadline deadline) {
    return names.find(handle, deadline).map(id -> new VolumeId(here.id(), id));
  }

  /**
   * What the array says about a volume. One request.
   *
   * @throws Failure NOT_FOUND when it has none of that id
   */
  Volume read(VolumeId id, Deadline deadline) {
    return system.volume(id.volumeId(), deadline).orElseThrow(() -> unknown(id));
  }

  /** The volume or snapshot that has exactly that name on the array. Two requests. */
  Optional<Volume> withArrayName(String arrayName, Deadline deadline) {
    return system.volumeIdByName(arrayName, deadline).flatMap(id -> system.volume(id, deadline));
  }

  /**
   * Lets a volume pass that stands under the name of one to be made.
   *
   * @param wanted the one to be made, in words
   * @param differences in what the two differ
   * @throws Failure ALREADY_EXISTS when they do
   */
  static void requireSame(String wanted, Volume there, List<String> differences) {
    if (!differences.isEmpty()) {
      throw new Failure(
          Failure.Code.ALREADY_EXISTS,
          wanted
              + " already exists as "
              + there.id()
              + " and is not what is asked for: "
              + String.join("; ", differences)
              + ". Ask for what is there, or use another name");
    }
  }

  /** The volume with everything an operator may know it by. */
  static String describe(VolumeId id, Volume volume) {
    return "volume " + id + " '" + volume.name() + "'";
  }

  /**
   * Lets a volume pass. A snapshot's id has the same form.
   *
   * @throws Failure NOT_FOUND when it is a snapshot
   */
  static void requireVolume(VolumeId id, Volume volume) {
    if (SnapshotRule.isSnapshot(volume)) {
      throw Failure.notFound(
          describe(id, volume)
              + " is a snapshot, and no volume; CreateVolume makes a volume with its content");
    }
  }

  static Failure unknown(VolumeId id) {
    return Failure.notFound("the array has no volume " + id);
  }

  private static String inAnotherSystem(VolumeId id, SystemInfo here) {
    return "volume "
        + id
        + " lies in system "
        + id.systemId()
        + ", which this plugin does not serve as it does system "
        + here.id()
        + (here.name().isEmpty() ? "" : " '" + here.name() + "'")
        + "; send the call to the plugin of that system, or correct this one's gateway or systems";
  }
}
