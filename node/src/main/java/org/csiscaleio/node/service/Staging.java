package org.csiscaleio.node.service;

import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;

/** Makes a volume usable at its staging path. */
final class Staging {
  private final NodeSettings settings;
  private final Host host;
  private final Attachment attachment;

  Staging(NodeSettings settings, Host host, Attachment attachment) {
    this.settings = settings;
    this.host = host;
    this.attachment = attachment;
  }

  void stage(VolumeId volume, NodeRequest.Stage request, Deadline deadline) {
    Rules.checkMode(request.capability());
    Shown shown = host.shownAt(volume, request.stagingPath(), deadline);
    switch (request.capability().access()) {
      case Capability.Block block -> stageRaw(volume, request, shown, deadline);
      case Capability.Mount mount -> stageFileSystem(volume, request, mount, shown, deadline);
    }
  }

  /** A raw volume is not shown at its staging path; that its device is there is all. */
  private void stageRaw(
      VolumeId volume, NodeRequest.Stage request, Shown shown, Deadline deadline) {
    if (!(shown instanceof Shown.Nothing)) {
      throw Rules.alreadyOtherwise(volume, request.stagingPath(), shown);
    }
    Device device = attachment.device(Attachment.Need.of(volume, request), deadline);
    Rules.notUsedOtherwise(device, host.shown(device, deadline), true);
  }

  private void stageFileSystem(
      VolumeId volume,
      NodeRequest.Stage request,
      Capability.Mount mount,
      Shown shown,
      Deadline deadline) {
    MountPlan plan =
        Rules.plan(settings, mount, request.capability().mode(), false, request.context())
            .ofTheWhole();
    switch (shown) {
      case Shown.FileSystem there -> {
        Rules.sameAsPlanned(volume, request.stagingPath(), there, plan);
        if (there.readOnly() != plan.readOnly()) {
          throw Rules.alreadyOtherwise(volume, request.stagingPath(), there);
        }
        if (!there.readOnly()) {
          host.device(volume, deadline)
              .ifPresent(device -> host.grow(device, request.stagingPath(), deadline));
        }
      }
      case Shown.RawDevice raw -> throw Rules.alreadyOtherwise(volume, request.stagingPath(), raw);
      case Shown.SomethingElse other ->
          throw Rules.alreadyOtherwise(volume, request.stagingPath(), other);
      case Shown.Nothing nothing -> {
        Device device = attachment.device(Attachment.Need.of(volume, request), deadline);
        Rules.notUsedOtherwise(device, host.shown(device, deadline), false);
        host.mount(device, request.stagingPath(), plan, deadline);
      }
    }
  }
}
