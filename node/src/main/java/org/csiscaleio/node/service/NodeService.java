package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;

/**
 * The Node's use cases. All are idempotent through what the kernel shows; nothing is remembered
 * here, so a restart forgets nothing. One operation per volume, and per path, at a time.
 */
public final class NodeService {
  private final NodeSettings settings;
  private final Host host;
  private final Staging staging;
  private final Publishing publishing;
  private final Turns turns = new Turns();

  /** Does no I/O. */
  public NodeService(NodeSettings settings, Host host) {
    this.settings = requireNonNull(settings, "settings is null");
    this.host = requireNonNull(host, "host is null");
    this.staging = new Staging(settings, host);
    this.publishing = new Publishing(settings, host);
  }

  public NodeSettings settings() {
    return settings;
  }

  /**
   * This node's id: the SDC's GUID, upper-case.
   *
   * @throws Failure UNAVAILABLE when no SDC can be asked
   */
  public String nodeId(Deadline deadline) {
    return host.nodeId(deadline);
  }

  /**
   * Mounts the volume at its staging path, or for raw use sees that its device is there.
   *
   * @throws Failure NOT_FOUND for an id that is none of ours; ALREADY_EXISTS when it is staged
   *     there otherwise; FAILED_PRECONDITION when its content or use forbids it; UNAVAILABLE or
   *     DEADLINE_EXCEEDED when repeating may help
   */
  public void stage(NodeRequest.Stage request, Deadline deadline) {
    VolumeId volume = known(request.volumeId());
    inTurn(
        volume,
        request.stagingPath(),
        request,
        deadline,
        () -> staging.stage(volume, request, deadline));
  }

  /**
   * Unmounts the staging path, which stays.
   *
   * @throws Failure UNAVAILABLE while it is in use; FAILED_PRECONDITION when something else is
   *     mounted there
   */
  public void unstage(NodeRequest.Unstage request, Deadline deadline) {
    VolumeId volume = known(request.volumeId());
    inTurn(
        volume,
        request.stagingPath(),
        request,
        deadline,
        () -> host.unmount(volume, request.stagingPath(), deadline));
  }

  /**
   * Shows the volume at its target.
   *
   * @throws Failure as {@link #stage}; FAILED_PRECONDITION also when it is not staged, or published
   *     at another target against its access mode
   */
  public void publish(NodeRequest.Publish request, Deadline deadline) {
    VolumeId volume = known(request.volumeId());
    inTurn(
        volume,
        request.targetPath(),
        request,
        deadline,
        () -> publishing.publish(volume, request, deadline));
  }

  /**
   * Unmounts the target, and removes it where that is ours to do. OK means: read back, nothing is
   * mounted there.
   *
   * @throws Failure UNAVAILABLE while it is in use; FAILED_PRECONDITION when something else is
   *     mounted there or something not ours lies in the way
   */
  public void unpublish(NodeRequest.Unpublish request, Deadline deadline) {
    VolumeId volume = known(request.volumeId());
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
        });
  }

  /**
   * How full the volume is that is shown at {@code path}. Waits for nobody's turn.
   *
   * @throws Failure NOT_FOUND when the volume is not shown there
   */
  public Usage usage(String volumeId, Path path, Deadline deadline) {
    VolumeId volume = known(volumeId);
    Shown shown = path.isAbsolute() ? host.shownAt(volume, path, deadline) : new Shown.Nothing();
    Optional<Device> device = host.device(volume, deadline);
    return switch (shown) {
      case Shown.Nothing nothing ->
          throw Failure.notFound("volume " + volume + " is not shown at " + path);
      case Shown.SomethingElse other ->
          throw Failure.notFound(
              "volume " + volume + " is not shown at " + path + ", but " + other.what());
      case Shown.FileSystem fs ->
          host.usage(device.orElseThrow(() -> gone(volume)), path, deadline);
      case Shown.RawDevice raw -> new Usage.Raw(device.orElseThrow(() -> gone(volume)).sizeBytes());
    };
  }

  private static Failure gone(VolumeId volume) {
    return Failure.unavailable(
        "the device of volume " + volume + " is gone; is the volume still mapped to this node?");
  }

  private VolumeId known(String text) {
    String system =
        settings
            .defaultSystemId()
            .or(() -> VolumeId.isId(text) ? host.systemWithVolume(text) : Optional.empty())
            .orElse("");
    if (system.isEmpty() && VolumeId.isId(text)) {
      throw Failure.notFound(
          "volume id '" + text + "' names no system, and no device here tells which is meant");
    }
    return VolumeId.parse(text, system)
        .orElseThrow(() -> Failure.notFound("there is no volume '" + text + "'"));
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
