package org.csiscaleio.mesos.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.volume.VolumeState.State;

/**
 * Mesos 1.6 and 1.7, csi.v0: P of these branches. The target path is the agent's: made before
 * NodePublish, and until 1.7.1 deleted recursively after NodeUnpublish.
 */
final class VolumesOf16 extends TrackedVolumes {
  VolumesOf16(Surroundings agent) {
    super(agent);
  }

  @Override
  void recoverVolumes() {
    List<CompletableFuture<Void>> recovered =
        volumes.load().stream().map(id -> Async.run(() -> recover(id))).toList();
    if (release.deletesUnknownMountPaths()) {
      garbageCollectUnknownMountPaths();
    }
    recovered.forEach(Async::join);
  }

  /** Until 1.7.1 a failure kills the start; later only that of a volume a container has used. */
  private void recover(String id) {
    boolean used = release.keepsUsedVolumesPublished() && volumes.get(id).nodePublishRequired();
    try {
      volumes.sequence(id).run(() -> driveOn(id));
    } catch (Failed e) {
      if (used || !release.keepsUsedVolumesPublished()) {
        throw e;
      }
      System.getLogger("mesos").log(System.Logger.Level.ERROR, e.getMessage());
      return;
    }
    if (used) {
      volumes.sequence(id).run(() -> publish(id));
    }
  }

  /** 1.6.x:P:850, 1.7.x:P:795: the call that was under way is made again. */
  private void driveOn(String id) {
    VolumeState state = volumes.get(id);
    boolean rebooted = !state.bootId().equals(bootId);
    switch (state.state()) {
      case CREATED, NODE_READY -> {}
      case CONTROLLER_PUBLISH -> attach(id);
      case CONTROLLER_UNPUBLISH -> detach(id);
      case NODE_STAGE -> stage(id);
      case VOL_READY, PUBLISHED -> resetIf(rebooted, id);
      case NODE_UNSTAGE -> {
        // 1.6 and 1.7.1 unstage again even after a reboot.
        if (!resetIf(rebooted && release.keepsUsedVolumesPublished(), id)) {
          unstage(id);
        }
      }
      case NODE_PUBLISH -> {
        if (!resetIf(rebooted, id)) {
          nodePublish(id);
        }
      }
      case NODE_UNPUBLISH -> {
        if (!resetIf(rebooted, id)) {
          nodeUnpublish(id);
        }
      }
    }
  }

  private boolean resetIf(boolean rebooted, String id) {
    if (rebooted) {
      volumes.set(id, volumes.get(id).in(State.NODE_READY).withBootId(""));
    }
    return rebooted;
  }

  @Override
  public void publishVolume(String id, Optional<VolumeState> given) {
    AgentAborts.unless(volumes.contains(id), "volume " + id + " is not tracked", "1.7.x:P:1659");
    volumes.sequence(id).run(() -> publish(id));
  }

  @Override
  public void unpublishVolume(String id) {
    throw new UnsupportedOperationException("no isolator before 1.11");
  }

  /** 1.7.x:P:1685, controllerAndNodePublish. */
  private void publish(String id) {
    if (volumes.get(id).state() == State.CONTROLLER_UNPUBLISH) {
      detach(id);
    }
    if (isOneOf(id, State.CREATED, State.CONTROLLER_PUBLISH)) {
      attach(id);
    }
    if (volumes.get(id).state() == State.NODE_UNSTAGE) {
      unstage(id);
    }
    if (isOneOf(id, State.NODE_READY, State.NODE_STAGE)) {
      stage(id);
    }
    if (volumes.get(id).state() == State.NODE_UNPUBLISH) {
      nodeUnpublish(id);
    }
    if (isOneOf(id, State.VOL_READY, State.NODE_PUBLISH)) {
      nodePublish(id);
    }
  }

  @Override
  public boolean deleteVolume(String id, boolean imported) {
    if (!release.deletesImportedVolumes() && !imported && !services().createsAndDeletes()) {
      throw new Failed("Controller capability 'CREATE_DELETE_VOLUME' is not supported");
    }
    if (volumes.contains(id)) {
      return volumes.sequence(id).run(() -> delete(id, imported));
    }
    if (release.destroysRawDisks()) {
      return deleteIfSupported(id);
    }
    // 1.6.x:P:2544, 1.7.1:P:2731: taken for a deletion that was cut short; no DeleteVolume.
    AgentAborts.unless(!exists(paths.volume(id)), id + " has a checkpoint", "1.6.x:P:2544");
    return services().createsAndDeletes();
  }

  private boolean delete(String id, boolean imported) {
    VolumeState state = volumes.get(id);
    if (release.keepsUsedVolumesPublished() && state.nodePublishRequired()) {
      AgentAborts.unless(
          state.state() == State.PUBLISHED,
          "volume " + id + " is " + state.state() + " although a container has used it",
          "1.7.x:P:2649");
      delete.contents(paths.target(release, id)); // While still mounted.
      volumes.set(id, state.withNodePublishRequired(false));
    }
    if (isOneOf(id, State.PUBLISHED, State.NODE_PUBLISH, State.NODE_UNPUBLISH)) {
      nodeUnpublish(id);
    }
    if (isOneOf(id, State.VOL_READY, State.NODE_STAGE, State.NODE_UNSTAGE)) {
      unstage(id);
    }
    if (isOneOf(id, State.NODE_READY, State.CONTROLLER_PUBLISH, State.CONTROLLER_UNPUBLISH)) {
      detach(id);
    }
    boolean deleted = (!imported || release.deletesImportedVolumes()) && deleteIfSupported(id);
    volumes.forget(id);
    if (release.deletesUnknownMountPaths()) {
      garbageCollectMountPath(id);
    }
    return deleted;
  }

  private boolean deleteIfSupported(String id) {
    if (!services().createsAndDeletes()) {
      return false;
    }
    return calls.repeated(client -> {
      client.deleteVolume(id);
      return true;
    });
  }

  private void attach(String id) {
    if (!services().publishes()) {
      require(id, State.CREATED, "1.7.x:P:2270");
      volumes.set(id, volumes.get(id).in(State.NODE_READY));
      return;
    }
    begin(id, State.CONTROLLER_PUBLISH, "1.7.x:P:2283", State.CREATED);
    Map<String, String> info = controllerPublish(id, volumes.get(id));
    volumes.set(id, volumes.get(id).in(State.NODE_READY).withPublishContext(info));
  }

  private void detach(String id) {
    if (!services().publishes()) {
      require(id, State.NODE_READY, "1.7.x:P:2318");
      volumes.set(id, volumes.get(id).in(State.CREATED));
      return;
    }
    begin(
        id, State.CONTROLLER_UNPUBLISH, "1.7.x:P:2335", State.NODE_READY, State.CONTROLLER_PUBLISH);
    controllerUnpublish(id);
    volumes.set(id, volumes.get(id).in(State.CREATED).withPublishContext(Map.of()));
  }

  private void stage(String id) {
    if (!services().stages()) {
      require(id, State.NODE_READY, "1.7.x:P:2366");
    } else {
      makeDirectories(paths.staging(id));
      begin(id, State.NODE_STAGE, "1.7.x:P:2395", State.NODE_READY);
      var use = nodeUse(id, volumes.get(id));
      calls.tellNode(client -> client.nodeStage(use));
    }
    volumes.set(id, volumes.get(id).in(State.VOL_READY).withBootId(bootId));
  }

  private void unstage(String id) {
    if (!services().stages()) {
      require(id, State.VOL_READY, "1.7.x:P:2427");
    } else {
      Path staging = paths.staging(id);
      AgentAborts.unless(exists(staging), "the plugin removed " + staging, "1.7.x:P:2443");
      begin(id, State.NODE_UNSTAGE, "1.7.x:P:2454", State.VOL_READY, State.NODE_STAGE);
      calls.tellNode(client -> client.nodeUnstage(id, staging));
    }
    volumes.set(id, volumes.get(id).in(State.NODE_READY).withBootId(""));
  }

  private void nodePublish(String id) {
    makeDirectories(paths.target(release, id));
    begin(id, State.NODE_PUBLISH, "1.7.x:P:2502", State.VOL_READY);
    if (services().stages()) {
      Path staging = paths.staging(id);
      AgentAborts.unless(exists(staging), "the plugin removed " + staging, "1.7.x:P:2520");
    }
    var use = nodeUse(id, volumes.get(id));
    calls.tellNode(client -> client.nodePublish(use));
    volumes.set(
        id,
        volumes
            .get(id)
            .in(State.PUBLISHED)
            .withNodePublishRequired(release.keepsUsedVolumesPublished()));
  }

  private void nodeUnpublish(String id) {
    Path target = paths.target(release, id);
    AgentAborts.unless(
        exists(target),
        "the plugin removed " + target,
        release.atLeast(Release.V1_7_3) ? "1.7.x:P:2560" : "1.6.x:P:2431");
    begin(id, State.NODE_UNPUBLISH, "1.7.x:P:2571", State.PUBLISHED, State.NODE_PUBLISH);
    calls.tellNode(client -> client.nodeUnpublish(id, target));
    volumes.set(id, volumes.get(id).in(State.VOL_READY));
    if (!release.leavesTargetAfterUnpublish()) {
      delete.tree(target); // Across whatever is still mounted there.
    }
  }

  /** Checkpoints that a call is under way, which may be the second one of its kind. */
  private void begin(String id, State underWay, String where, State... from) {
    if (isOneOf(id, from)) {
      volumes.set(id, volumes.get(id).in(underWay));
    }
    require(id, underWay, where);
  }

  private void require(String id, State expected, String where) {
    State state = volumes.get(id).state();
    AgentAborts.unless(
        state == expected, "volume " + id + " is " + state + ", not " + expected, where);
  }

  private boolean isOneOf(String id, State... states) {
    return List.of(states).contains(volumes.get(id).state());
  }
}
