package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.Turns;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * The Node's use cases. All are idempotent through what the kernel shows; nothing is remembered
 * here, so a restart forgets nothing. Only what this node did at the array without a controller
 * cannot be seen anywhere, and is recorded. One operation per volume, and per path, at a time.
 */
public final class NodeService {
  /** Stands for a volume nobody knows. Nothing is shown that would be its. */
  private static final VolumeId NOBODY = new VolumeId("0".repeat(16), "0".repeat(16));

  private final NodeSettings settings;
  private final Host host;
  private final Optional<ArrayAccess> array;
  private final VolumeRecords records;
  private final VolumeIds ids;
  private final Attachment attachment;
  private final Staging staging;
  private final Publishing publishing;
  private final HealthCheck health;
  private final Turns turns = new Turns();
  private final VolumesPerNode volumesPerNode = new VolumesPerNode();
  private volatile Optional<String> otherHost = Optional.empty();

  /** A node for which somebody else maps the volumes. Does no I/O. */
  public NodeService(NodeSettings settings, Host host) {
    this(settings, host, VolumeRecords.none(), Optional.empty());
  }

  /**
   * A node that maps volumes itself where nobody did. Does no I/O.
   *
   * @param records of what it did so
   * @param array empty when it cannot
   */
  public NodeService(
      NodeSettings settings, Host host, VolumeRecords records, Optional<ArrayAccess> array) {
    this.settings = requireNonNull(settings, "settings is null");
    this.host = requireNonNull(host, "host is null");
    this.array = requireNonNull(array, "array is null");
    this.records = requireNonNull(records, "records is null");
    this.ids = new VolumeIds(settings, host, records, array);
    this.attachment = new Attachment(settings.alone(), host, records, array);
    this.staging = new Staging(settings, host, attachment);
    this.publishing = new Publishing(settings, host, attachment);
    this.health = new HealthCheck(host);
  }

  public NodeSettings settings() {
    return settings;
  }

  /**
   * This node's id: the SDC's GUID, upper-case.
   *
   * @throws Failure UNAVAILABLE when no SDC can be asked; FAILED_PRECONDITION when it is another
   *     host's
   */
  public String nodeId(Deadline deadline) {
    requireOwnSdc();
    return host.nodeId(deadline);
  }

  /**
   * Takes note of whose the SDC is.
   *
   * @param why another host's, as long as it is; empty when it is this host's, or nobody knows.
   *     Volumes are not given to tasks then, because the other host has them too; they can be taken
   *     back
   */
  public void sdcIsOfAnotherHost(Optional<String> why) {
    otherHost = requireNonNull(why, "why is null");
  }

  private void requireOwnSdc() {
    otherHost.ifPresent(why -> {
      throw Failure.precondition("this host cannot use volumes: " + why);
    });
  }

  /**
   * How many volumes this node may have: what the operator says, else what the array allows. 0 when
   * nobody says, or the array does not answer soon: then the orchestrator decides, and the array
   * refuses what is too much.
   */
  public int maxVolumes(Deadline deadline) {
    if (settings.maxVolumesPerNode() > 0 || !settings.asksLimit()) {
      return settings.maxVolumesPerNode();
    }
    return array.map(asked -> volumesPerNode.tellOf(asked, deadline)).orElse(0);
  }

  /**
   * Where this node is: the systems its SDC serves, and what the operator says. Empty when nobody
   * is to be told.
   *
   * @throws Failure UNAVAILABLE when no SDC can be asked
   */
  public Optional<Place> place(Deadline deadline) {
    return settings.place().flatMap(place -> place.of(host.systems(deadline)));
  }

  /**
   * Mounts the volume at its staging path, or for raw use sees that its device is there.
   *
   * @throws Failure NOT_FOUND for an id that is none of ours; ALREADY_EXISTS when it is staged
   *     there otherwise; FAILED_PRECONDITION when its content or use forbids it; UNAVAILABLE or
   *     DEADLINE_EXCEEDED when repeating may help
   */
  public void stage(NodeRequest.Stage request, Deadline deadline) {
    requireOwnSdc();
    VolumeId volume =
        ids.toUse(request.volumeId(), request.capability(), request.context(), deadline);
    inTurn(
        volume,
        request.stagingPath(),
        request,
        deadline,
        () ->
            orTakenBack(
                Attachment.Need.of(volume, request),
                deadline,
                () -> staging.stage(volume, request, deadline)));
  }

  /**
   * Unmounts the staging path, which stays.
   *
   * @throws Failure UNAVAILABLE while it is in use; FAILED_PRECONDITION when something else is
   *     mounted there
   */
  public void unstage(NodeRequest.Unstage request, Deadline deadline) {
    VolumeId volume = takenBack(request.volumeId(), request.stagingPath(), deadline);
    inTurn(
        volume,
        request.stagingPath(),
        request,
        deadline,
        () -> {
          host.unmount(volume, request.stagingPath(), deadline);
          attachment.left(volume, request.stagingPath(), deadline);
        });
  }

  /**
   * Shows the volume at its target.
   *
   * @throws Failure as {@link #stage}; FAILED_PRECONDITION also when it is not staged, or published
   *     at another target against its access mode
   */
  public void publish(NodeRequest.Publish request, Deadline deadline) {
    requireOwnSdc();
    VolumeId volume =
        ids.toUse(request.volumeId(), request.capability(), request.context(), deadline);
    inTurn(
        volume,
        request.targetPath(),
        request,
        deadline,
        () ->
            orTakenBack(
                Attachment.Need.of(volume, request),
                deadline,
                () -> publishing.publish(volume, request, deadline)));
  }

  /**
   * Unmounts the target, and removes it where that is ours to do. OK means: read back, nothing is
   * mounted there.
   *
   * @throws Failure UNAVAILABLE while it is in use; FAILED_PRECONDITION when something else is
   *     mounted there or something not ours lies in the way
   */
  public void unpublish(NodeRequest.Unpublish request, Deadline deadline) {
    VolumeId volume = takenBack(request.volumeId(), request.targetPath(), deadline);
    inTurn(
        volume,
        request.targetPath(),
        request,
        deadline,
        () -> {
          host.unmount(volume, request.targetPath(), deadline);
          switch (request.targetOwner()) {
            case PLUGIN -> host.removeEmpty(volume, request.targetPath(), deadline);
            case ORCHESTRATOR -> {} // Mesos aborts when it finds its directory gone.
          }
          attachment.left(volume, request.targetPath(), deadline);
        });
  }

  /**
   * How full the volume is that is shown at {@code path}. Waits for nobody's turn.
   *
   * @throws Failure NOT_FOUND when the volume is not shown there
   */
  public Usage usage(String volumeId, Path path, Deadline deadline) {
    return usage(showing(volumeId, path, deadline), path, deadline);
  }

  /** A volume, and that it is shown: never {@link Shown.Nothing} or {@link Shown.SomethingElse}. */
  private record Showing(VolumeId volume, Shown shown) {}

  private Showing showing(String volumeId, Path path, Deadline deadline) {
    VolumeId volume =
        ids.shown(volumeId, Set.of(path), deadline)
            .orElseThrow(() -> notShown("'" + volumeId + "'", path));
    return showing(volume, path, deadline);
  }

  private Showing showing(VolumeId volume, Path path, Deadline deadline) {
    Shown shown = path.isAbsolute() ? host.shownAt(volume, path, deadline) : new Shown.Nothing();
    return switch (shown) {
      case Shown.Nothing nothing -> throw notShown(volume.toString(), path);
      case Shown.SomethingElse other ->
          throw notShown(volume.toString(), path + ", but " + other.what());
      case Shown.FileSystem fs -> new Showing(volume, fs);
      case Shown.RawDevice raw -> new Showing(volume, raw);
    };
  }

  private Usage usage(Showing showing, Path path, Deadline deadline) {
    Device device =
        host.device(showing.volume(), deadline).orElseThrow(() -> gone(showing.volume()));
    return showing.shown() instanceof Shown.RawDevice
        ? new Usage.Raw(device.sizeBytes())
        : host.usage(device, path, deadline);
  }

  /**
   * As {@link #usage}, but a volume in trouble is told of instead of failed for.
   *
   * @throws Failure NOT_FOUND when the volume is not shown there
   */
  public VolumeStats stats(String volumeId, Path path, Deadline deadline) {
    Showing showing;
    try {
      showing = showing(volumeId, path, deadline.orAfter(HealthCheck.PATIENCE));
    } catch (Failure failure) {
      return new VolumeStats(Optional.empty(), List.of(HealthCheck.hanging(failure)));
    }
    List<VolumeTrouble> troubles = health.of(showing.volume(), Set.of(path), deadline);
    return new VolumeStats(
        troubles.stream().anyMatch(VolumeTrouble::isOutage)
            ? Optional.empty()
            : Optional.of(usage(showing, path, deadline)),
        troubles);
  }

  /**
   * What is wrong with a volume on this node; nothing, when all is well. Waits for nobody's turn.
   *
   * @param paths where the orchestrator takes it for shown, or wanted it to be
   * @throws Failure NOT_FOUND when nothing of the volume is here and no path is given
   */
  public List<VolumeTrouble> health(String volumeId, Set<Path> paths, Deadline deadline) {
    VolumeId volume =
        ids.shown(volumeId, paths, deadline)
            .orElseThrow(() -> Failure.notFound("volume '" + volumeId + "' is not on this node"));
    return health.of(volume, paths, deadline);
  }

  /** What is wrong with this node's access to volumes as a whole. */
  public List<StorageTrouble> storageHealth(Deadline deadline) {
    return host.storageTroubles(deadline);
  }

  /**
   * Has the volume use all of its device at the place where it is shown; nothing to do for raw use.
   *
   * @return the device's size in bytes
   * @throws Failure NOT_FOUND when the volume is not shown there; FAILED_PRECONDITION when it is
   *     mounted read-only, and grows when it is mounted for writing; UNAVAILABLE when its device
   *     does not grow in time
   */
  public long expand(NodeRequest.Expand request, Deadline deadline) {
    Path path = request.path();
    VolumeId volume =
        ids.shown(request.volumeId(), Set.of(path), deadline)
            .orElseThrow(() -> notShown("'" + request.volumeId() + "'", path));
    return turns.take(
        "volume " + volume,
        request,
        deadline,
        () -> expand(showing(volume, path, deadline), request, deadline));
  }

  private long expand(Showing showing, NodeRequest.Expand request, Deadline deadline) {
    Device device = host.awaitSize(showing.volume(), request.requiredBytes(), deadline);
    if (showing.shown() instanceof Shown.FileSystem fs) {
      if (fs.readOnly()) {
        throw Failure.precondition(
            "volume "
                + showing.volume()
                + " is mounted read-only at "
                + request.path()
                + ": its file system is grown when it is published for writing the next time");
      }
      host.expand(device, request.path(), deadline);
    }
    return device.sizeBytes();
  }

  private static Failure notShown(String volume, Object path) {
    return Failure.notFound("volume " + volume + " is not shown at " + path);
  }

  private static Failure gone(VolumeId volume) {
    return Failure.unavailable(
        "the device of volume " + volume + " is gone; is the volume still mapped to this node?");
  }

  /**
   * Unmaps what was left mapped when it was given back, where that works now.
   *
   * @return how many volumes are still left
   */
  public int unmapLeftOvers(Deadline deadline) {
    int left = 0;
    for (VolumeRecord record : records.all(deadline)) {
      if (record.leaving() && !unmapped(record.volume(), deadline)) {
        left++;
      }
    }
    return left;
  }

  private boolean unmapped(VolumeId volume, Deadline deadline) {
    try {
      return turns.take(
          "volume " + volume,
          new LeftOver(volume),
          deadline,
          () -> attachment.unmap(volume, deadline));
    } catch (Failure busy) {
      return false;
    }
  }

  private record LeftOver(VolumeId volume) {}

  /** Runs {@code work}; what was mapped for it is taken back when it fails for good. */
  private void orTakenBack(Attachment.Need need, Deadline deadline, Runnable work) {
    try {
      work.run();
    } catch (Failure failure) {
      attachment.takeBack(need, failure, deadline);
      throw failure;
    }
  }

  /** The volume that is to be taken back; when nobody can tell any more which, one that is none. */
  private VolumeId takenBack(String text, Path path, Deadline deadline) {
    return ids.shown(text, Set.of(path), deadline).orElse(NOBODY);
  }

  private void inTurn(
      VolumeId volume, Path path, NodeRequest request, Deadline deadline, Runnable work) {
    // Always the volume first, then the path: two volumes at one path must not stack there, and
    // nobody who holds a path waits for a volume.
    turns.take(
        "volume " + volume,
        request,
        deadline,
        () ->
            turns.take(
                "path " + path,
                request,
                deadline,
                () -> {
                  work.run();
                  return Boolean.TRUE;
                }));
  }
}
