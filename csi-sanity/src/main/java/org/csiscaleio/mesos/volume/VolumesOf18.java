package org.csiscaleio.mesos.volume;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.volume.VolumeState.State;
import org.csiscaleio.mesos.wire.CsiVersion;

/**
 * Mesos 1.8 to 1.11, V0 and V1 at once; they differ in whose the target path is. The methods call
 * each other as there: each brings a volume one step further and asks the one before to bring it to
 * where it can begin.
 */
final class VolumesOf18 extends TrackedVolumes {
  private final boolean v1;
  private final boolean pluginOwnsTarget;

  VolumesOf18(Surroundings agent) {
    super(agent);
    this.v1 = agent.services().apiVersion() == CsiVersion.V1;
    this.pluginOwnsTarget = v1 && !agent.plugin().targetPathExists();
  }

  @Override
  void recoverVolumes() {
    var used = new ArrayList<String>();
    for (String id : volumes.load()) {
      VolumeState state = volumes.get(id);
      switch (state.state()) {
        case CREATED, NODE_READY, CONTROLLER_PUBLISH, CONTROLLER_UNPUBLISH, NODE_STAGE -> {}
        case VOL_READY, PUBLISHED, NODE_UNSTAGE, NODE_PUBLISH, NODE_UNPUBLISH -> {
          if (!state.bootId().equals(bootId)) {
            volumes.remember(id, state.in(State.NODE_READY).withBootId(""));
          }
        }
      }
      if (state.nodePublishRequired()) {
        used.add(id);
      }
    }
    garbageCollectUnknownMountPaths();
    List<CompletableFuture<Void>> published =
        used.stream().map(id -> Async.run(() -> publishVolume(id, Optional.empty()))).toList();
    published.forEach(Async::join); // One failure kills the start.
  }

  @Override
  public boolean deleteVolume(String id, boolean imported) {
    return volumes.contains(id) ? volumes.sequence(id).run(() -> delete(id)) : deleteUntracked(id);
  }

  private boolean delete(String id) {
    VolumeState state = volumes.get(id);
    if (state.nodePublishRequired()) {
      AgentAborts.unless(
          state.state() == State.PUBLISHED,
          "volume " + id + " is " + state.state() + " although a container has used it",
          v1 ? "1.11.x:V1:749" : "1.11.x:V0:727");
      delete.contents(paths.target(release, id)); // While still mounted.
      volumes.set(id, state.withNodePublishRequired(false));
    }
    detach(id);
    boolean deleted = deleteUntracked(id);
    remove(id);
    return deleted;
  }

  private boolean deleteUntracked(String id) {
    if (!services().createsAndDeletes()) {
      return false;
    }
    return calls.repeated(client -> {
      client.deleteVolume(id);
      return true;
    });
  }

  @Override
  public void publishVolume(String id, Optional<VolumeState> given) {
    given.ifPresent(state -> volumes.track(id, state));
    if (!volumes.contains(id)) {
      throw new Failed("Cannot publish unknown volume '" + id + "'");
    }
    volumes.sequence(id).run(() -> publish(id));
  }

  @Override
  public void unpublishVolume(String id) {
    if (volumes.contains(id)) {
      volumes.sequence(id).run(() -> unpublish(id));
    }
  }

  /** V1:789, _attachVolume. */
  private void attach(String id) {
    VolumeState state = volumes.get(id);
    switch (state.state()) {
      case NODE_READY -> {
        return;
      }
      case CONTROLLER_UNPUBLISH -> {
        if (services().publishes()) {
          detach(id);
        }
      }
      case CREATED, CONTROLLER_PUBLISH -> {}
      default ->
          throw new Failed("Cannot attach volume '" + id + "' in " + state.state() + " state");
    }
    if (!services().publishes()) {
      volumes.remember(id, volumes.get(id).in(State.NODE_READY));
      return;
    }
    if (volumes.get(id).state() == State.CREATED) {
      volumes.set(id, volumes.get(id).in(State.CONTROLLER_PUBLISH));
    }
    var context = controllerPublish(id, volumes.get(id));
    volumes.set(id, volumes.get(id).in(State.NODE_READY).withPublishContext(context));
  }

  /** V1:871, _detachVolume. */
  private void detach(String id) {
    VolumeState state = volumes.get(id);
    switch (state.state()) {
      case CREATED -> {
        return;
      }
      case NODE_READY, CONTROLLER_PUBLISH, CONTROLLER_UNPUBLISH -> {}
      default -> unpublish(id);
    }
    if (!services().publishes()) {
      volumes.remember(id, volumes.get(id).in(State.CREATED));
      return;
    }
    if (volumes.get(id).state() != State.CONTROLLER_UNPUBLISH) {
      volumes.set(id, volumes.get(id).in(State.CONTROLLER_UNPUBLISH));
    }
    controllerUnpublish(id);
    volumes.set(id, volumes.get(id).in(State.CREATED).withPublishContext(java.util.Map.of()));
  }

  /** V1:928, _publishVolume. */
  private void publish(String id) {
    switch (volumes.get(id).state()) {
      case PUBLISHED -> {
        AgentAborts.unless(
            volumes.get(id).nodePublishRequired(), id + " is published for nobody", "V1:935");
        return;
      }
      case NODE_UNPUBLISH -> nodeUnpublish(id);
      case VOL_READY, NODE_PUBLISH -> {}
      default -> makeReady(id);
    }
    Path target = paths.target(release, id);
    // Version 1: the plugin makes the target, unless told otherwise. Version 0: the agent does.
    makeDirectories(pluginOwnsTarget ? paths.mount(id) : target);
    if (volumes.get(id).state() == State.VOL_READY) {
      volumes.set(id, volumes.get(id).in(State.NODE_PUBLISH));
    }
    if (services().stages()) {
      requireStaging(id, v1 ? "1.11.x:V1:1004" : "1.11.x:V0:965");
    }
    var use = nodeUse(id, volumes.get(id));
    calls.tellNode(client -> client.nodePublish(use));
    if ((v1 || release.atLeast(Release.V1_11)) && !exists(target)) {
      throw new Failed("Target path '" + target + "' not created");
    }
    volumes.set(id, volumes.get(id).in(State.PUBLISHED).withNodePublishRequired(true));
  }

  /** V1:1054, __publishVolume: to VOL_READY. */
  private void makeReady(String id) {
    switch (volumes.get(id).state()) {
      case VOL_READY -> {
        return;
      }
      case NODE_UNSTAGE -> {
        if (services().stages()) {
          unpublish(id);
        }
      }
      case NODE_READY, NODE_STAGE -> {}
      default -> attach(id);
    }
    if (!services().stages()) {
      volumes.remember(id, volumes.get(id).in(State.VOL_READY).withBootId(bootId));
      return;
    }
    makeDirectories(paths.staging(id));
    if (volumes.get(id).state() == State.NODE_READY) {
      volumes.set(id, volumes.get(id).in(State.NODE_STAGE));
    }
    var use = nodeUse(id, volumes.get(id));
    calls.tellNode(client -> client.nodeStage(use));
    volumes.set(id, volumes.get(id).in(State.VOL_READY).withBootId(bootId));
  }

  /** V1:1145, _unpublishVolume: to NODE_READY; a pre-provisioned volume ends there. */
  private void unpublish(String id) {
    VolumeState state = volumes.get(id);
    if (state.state() == State.NODE_READY) {
      AgentAborts.unless(
          state.bootId().isEmpty(), id + " is NODE_READY and has a boot id", "1.11.x:V1:1151");
      if (state.preProvisioned()) {
        remove(id);
      }
      return;
    }
    switch (state.state()) {
      case VOL_READY, NODE_STAGE, NODE_UNSTAGE -> {}
      default -> nodeUnpublish(id);
    }
    if (services().stages()) {
      nodeUnstage(id);
    }
    VolumeState now = volumes.get(id);
    if (now.preProvisioned()) {
      remove(id);
    } else if (services().stages()) {
      volumes.set(id, now.in(State.NODE_READY).withBootId(""));
    } else {
      volumes.remember(id, now.in(State.NODE_READY).withBootId(""));
    }
  }

  private void nodeUnstage(String id) {
    if (volumes.get(id).state() != State.NODE_UNSTAGE) {
      volumes.set(id, volumes.get(id).in(State.NODE_UNSTAGE));
    }
    requireStaging(id, v1 ? "1.11.x:V1:1195" : "1.11.x:V0:1156");
    calls.tellNode(client -> client.nodeUnstage(id, paths.staging(id)));
  }

  /** V1:1224, __unpublishVolume: to VOL_READY. */
  private void nodeUnpublish(String id) {
    VolumeState state = volumes.get(id);
    switch (state.state()) {
      case VOL_READY -> {
        return;
      }
      case PUBLISHED, NODE_PUBLISH -> volumes.set(id, state.in(State.NODE_UNPUBLISH));
      case NODE_UNPUBLISH -> {}
      default ->
          throw new Failed("Cannot unpublish volume '" + id + "' in " + state.state() + " state");
    }
    Path target = paths.target(release, id);
    if (!v1) {
      AgentAborts.unless(exists(target), "the plugin removed " + target, "1.11.x:V0:1214");
    }
    calls.tellNode(client -> client.nodeUnpublish(id, target));
    if (pluginOwnsTarget && exists(target)) {
      throw new Failed("Target path '" + target + "' not removed");
    }
    volumes.set(id, volumes.get(id).in(State.VOL_READY));
  }

  private void remove(String id) {
    volumes.forget(id);
    garbageCollectMountPath(id);
  }

  private void requireStaging(String id, String where) {
    AgentAborts.unless(exists(paths.staging(id)), "the plugin removed " + paths.staging(id), where);
  }
}
