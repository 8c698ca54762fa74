package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Shows a volume at a target. */
final class Publishing {
  private final NodeSettings settings;
  private final Host host;
  private final Attachment attachment;

  Publishing(NodeSettings settings, Host host, Attachment attachment) {
    this.settings = settings;
    this.host = host;
    this.attachment = attachment;
  }

  void publish(VolumeId volume, NodeRequest.Publish request, Deadline deadline) {
    Rules.checkMode(request.capability());
    if (settings.staging() && !request.stagingUnknown() && request.stagingPath().isEmpty()) {
      throw Failure.precondition(
          "volume "
              + volume
              + " must be staged first: this plugin offers STAGE_UNSTAGE_VOLUME and the request has"
              + " no staging path");
    }
    Shown shown = host.shownAt(volume, request.targetPath(), deadline);
    switch (request.capability().access()) {
      case Capability.Block block -> publishRaw(volume, request, shown, deadline);
      case Capability.Mount mount -> publishFileSystem(volume, request, mount, shown, deadline);
    }
  }

  private void publishRaw(
      VolumeId volume, NodeRequest.Publish request, Shown shown, Deadline deadline) {
    if (request.context().subPath().isPresent()) {
      throw Failure.invalid(
          "subPath '"
              + request.context().subPath().get()
              + "' is a directory, and a raw volume has none; leave it out");
    }
    boolean readOnly = request.readOnly() || request.capability().mode().readerOnly();
    Path target = request.targetPath();
    if (shown instanceof Shown.RawDevice there) {
      sameWrites(volume, target, there.readOnly(), readOnly);
      return;
    }
    if (!(shown instanceof Shown.Nothing)) {
      throw Rules.alreadyOtherwise(volume, target, shown);
    }
    Device device = attachment.device(Attachment.Need.of(volume, request), deadline);
    List<Shown.At> uses = host.shown(device, deadline);
    Rules.notUsedOtherwise(device, uses, true);
    Rules.oneTargetOnly(device, request.capability().mode(), uses, target);
    sameAtAllTargets(device, uses, readOnly);
    host.prepareRaw(device, readOnly, deadline);
    boolean made =
        switch (request.targetOwner()) {
          case PLUGIN -> host.makeFile(volume, target, deadline);
          case ORCHESTRATOR -> {
            host.requireFile(volume, target, deadline);
            yield false;
          }
        };
    orElseClear(volume, target, made, deadline, () -> host.bindRaw(device, target, deadline));
  }

  /** Whether writes are refused is the device's state, so it holds for all its targets. */
  private static void sameAtAllTargets(Device device, List<Shown.At> uses, boolean readOnly) {
    for (Shown.At use : uses) {
      if (use.shown() instanceof Shown.RawDevice there && there.readOnly() != readOnly) {
        throw Failure.precondition(
            "volume "
                + device.volume()
                + " is published "
                + (there.readOnly() ? "read-only" : "for writing")
                + " at "
                + use.path()
                + "; a raw device is the same at all its targets");
      }
    }
  }

  private void publishFileSystem(
      VolumeId volume,
      NodeRequest.Publish request,
      Capability.Mount mount,
      Shown shown,
      Deadline deadline) {
    MountPlan plan =
        Rules.plan(
            settings, mount, request.capability().mode(), request.readOnly(), request.context());
    Path target = request.targetPath();
    if (shown instanceof Shown.FileSystem there) {
      Rules.sameAsPlanned(volume, target, there, plan);
      sameWrites(volume, target, there.readOnly(), plan.readOnly());
      if (!there.readOnly() && !plan.readOnly()) {
        host.device(volume, deadline).ifPresent(device -> host.grow(device, target, deadline));
      }
      return;
    }
    if (!(shown instanceof Shown.Nothing)) {
      throw Rules.alreadyOtherwise(volume, target, shown);
    }
    Optional<Path> staged = stagedAt(volume, request, plan, deadline);
    Device device = attachment.device(Attachment.Need.of(volume, request), deadline);
    List<Shown.At> uses =
        host.shown(device, deadline).stream()
            .filter(use -> staged.isEmpty() || !use.path().equals(staged.get()))
            .toList();
    Rules.notUsedOtherwise(device, uses, false);
    Rules.oneTargetOnly(device, request.capability().mode(), uses, target);
    boolean made =
        switch (request.targetOwner()) {
          case PLUGIN -> host.makeDirectory(volume, target, deadline);
          case ORCHESTRATOR -> {
            host.requireDirectory(volume, target, deadline);
            yield false;
          }
        };
    orElseClear(
        volume,
        target,
        made,
        deadline,
        () ->
            staged.ifPresentOrElse(
                from -> {
                  host.bind(device, from, target, plan, deadline);
                  if (!plan.readOnly()) {
                    host.grow(device, from, deadline);
                  }
                },
                () -> host.mount(device, target, plan, deadline)));
  }

  /**
   * Where the volume is mounted to be shown from; empty when publishing mounts it directly.
   *
   * @throws Failure FAILED_PRECONDITION when it ought to be staged and is not
   */
  private Optional<Path> stagedAt(
      VolumeId volume, NodeRequest.Publish request, MountPlan plan, Deadline deadline) {
    if (request.stagingPath().isEmpty()) {
      return Optional.empty();
    }
    Path path = request.stagingPath().get();
    Shown shown = host.shownAt(volume, path, deadline);
    if (shown instanceof Shown.FileSystem there) {
      Rules.sameAsPlanned(volume, path, there, plan.ofTheWhole());
      if (there.readOnly() && !plan.readOnly()) {
        throw Failure.precondition(
            "volume "
                + volume
                + " is staged read-only at "
                + path
                + " and cannot be published for writing");
      }
      return Optional.of(path);
    }
    if (!settings.staging() && shown instanceof Shown.Nothing) {
      return Optional.empty();
    }
    throw Failure.precondition(
        "volume " + volume + " is not staged at " + path + "; stage it there, then publish it");
  }

  /**
   * A reader is content with a target that can be written too (Mesos' isolator makes its
   * container's own view read-only); a writer is not with one that cannot.
   */
  private static void sameWrites(VolumeId volume, Path target, boolean isReadOnly, boolean wanted) {
    if (isReadOnly && !wanted) {
      throw Failure.precondition(
          "volume "
              + volume
              + " is published read-only at "
              + target
              + " and cannot be made writable while it is in use; unpublish it there first");
    }
  }

  /** Runs {@code show}; when it fails, takes back the target we made for it. */
  private void orElseClear(
      VolumeId volume, Path target, boolean made, Deadline deadline, Runnable show) {
    try {
      show.run();
    } catch (Failure failure) {
      if (made) {
        try {
          if (host.shownAt(volume, target, deadline) instanceof Shown.Nothing) {
            host.removeEmpty(volume, target, deadline);
          }
        } catch (Failure second) {
          failure.addSuppressed(second);
        }
      }
      throw failure;
    }
  }
}
