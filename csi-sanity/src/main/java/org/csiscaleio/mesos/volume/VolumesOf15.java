package org.csiscaleio.mesos.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.volume.VolumeState.State;

/**
 * Mesos 1.5, csi 0.1: P of that branch. No staging; the target path is W/csi/T/N/mounts/id itself,
 * made by the agent and deleted by it, recursively, after NodeUnpublish. A failed call rolls the
 * state back.
 */
final class VolumesOf15 extends TrackedVolumes {
  private volatile boolean recovering = true;

  VolumesOf15(Surroundings agent) {
    super(agent);
  }

  @Override
  void recoverVolumes() {
    List<CompletableFuture<Void>> recovered =
        volumes.load().stream()
            .map(id -> Async.run(() -> volumes.sequence(id).run(() -> driveOn(id))))
            .toList();
    recovered.forEach(Async::join);
    recovering = false;
  }

  /** 1.5.x:P:809. What was under way is made again, also after a reboot. */
  private void driveOn(String id) {
    VolumeState state = volumes.get(id);
    switch (state.state()) {
      case CREATED, NODE_READY -> {}
      case PUBLISHED -> {
        if (!state.bootId().equals(bootId)) {
          volumes.set(id, state.in(State.NODE_READY).withBootId(""));
        }
      }
      case CONTROLLER_PUBLISH -> attach(id);
      case CONTROLLER_UNPUBLISH -> detach(id);
      case NODE_PUBLISH -> nodePublish(id);
      case NODE_UNPUBLISH -> nodeUnpublish(id);
      case NODE_STAGE, NODE_UNSTAGE, VOL_READY -> throw new Failed(id + " is in UNKNOWN state");
    }
  }

  @Override
  public void publishVolume(String id, Optional<VolumeState> given) {
    AgentAborts.unless(volumes.contains(id), "volume " + id + " is not tracked", "1.5.x:P:1452");
    volumes
        .sequence(id)
        .run(() -> {
          switch (volumes.get(id).state()) {
            case CREATED -> {
              attach(id);
              nodePublish(id);
            }
            case NODE_READY -> nodePublish(id);
            case PUBLISHED -> {}
            default -> throw new AgentAborts(id + " is in between", "1.5.x:P:1495");
          }
        });
  }

  @Override
  public void unpublishVolume(String id) {
    throw new UnsupportedOperationException("no isolator before 1.11");
  }

  @Override
  public boolean deleteVolume(String id, boolean imported) {
    if (!imported && !services().createsAndDeletes()) {
      throw new Failed("Capability 'CREATE_DELETE_VOLUME' is not supported");
    }
    if (!volumes.contains(id)) {
      // Taken for a deletion that was cut short; no DeleteVolume.
      AgentAborts.unless(!exists(paths.volume(id)), id + " has a checkpoint", "1.5.x:P:2400");
      return !imported;
    }
    return volumes.sequence(id).run(() -> delete(id, imported));
  }

  private boolean delete(String id, boolean imported) {
    State state = volumes.get(id).state();
    AgentAborts.unless(
        state == State.PUBLISHED || state == State.NODE_READY || state == State.CREATED,
        id + " is " + state,
        "1.5.x:P:2392");
    if (state == State.PUBLISHED) {
      nodeUnpublish(id);
    }
    if (volumes.get(id).state() == State.NODE_READY) {
      detach(id);
    }
    if (!imported) {
      calls.tellController(client -> client.deleteVolume(id));
    }
    volumes.forget(id);
    return !imported;
  }

  private void attach(String id) {
    begin(id, State.CREATED, State.CONTROLLER_PUBLISH, "1.5.x:P:2037");
    orBackTo(
        State.CREATED,
        id,
        () -> {
          if (services().publishes()) {
            Map<String, String> info = controllerPublish(id, volumes.get(id));
            volumes.remember(id, volumes.get(id).withPublishContext(info));
          }
          volumes.set(id, volumes.get(id).in(State.NODE_READY));
        });
  }

  private void detach(String id) {
    begin(id, State.NODE_READY, State.CONTROLLER_UNPUBLISH, "1.5.x:P:2104");
    orBackTo(
        State.NODE_READY,
        id,
        () -> {
          if (services().publishes()) {
            controllerUnpublish(id);
          }
          volumes.set(id, volumes.get(id).in(State.CREATED).withPublishContext(Map.of()));
        });
  }

  private void nodePublish(String id) {
    begin(id, State.NODE_READY, State.NODE_PUBLISH, "1.5.x:P:2156");
    makeDirectories(paths.mount(id));
    orBackTo(
        State.NODE_READY,
        id,
        () -> {
          var use = nodeUse(id, volumes.get(id));
          calls.tellNode(client -> client.nodePublish(use));
          volumes.set(id, volumes.get(id).in(State.PUBLISHED).withBootId(bootId));
        });
  }

  private void nodeUnpublish(String id) {
    begin(id, State.PUBLISHED, State.NODE_UNPUBLISH, "1.5.x:P:2217");
    Path target = paths.mount(id);
    if (!exists(target)) {
      AgentAborts.unless(recovering, "the plugin removed " + target, "1.5.x:P:2246");
    }
    orBackTo(
        State.PUBLISHED,
        id,
        () -> {
          if (exists(target)) {
            calls.tellNode(client -> client.nodeUnpublish(id, target));
          }
          volumes.remember(id, volumes.get(id).in(State.NODE_READY).withBootId(""));
          delete.tree(
              target); // Across whatever is still mounted there; "not there" is an error too.
          volumes.set(id, volumes.get(id));
        });
  }

  private void begin(String id, State from, State underWay, String where) {
    State state = volumes.get(id).state();
    if (state == underWay) {
      AgentAborts.unless(recovering, id + " is already " + underWay, where);
      return;
    }
    AgentAborts.unless(state == from, "volume " + id + " is " + state + ", not " + from, where);
    volumes.set(id, volumes.get(id).in(underWay));
  }

  /** The {@code repair} of each of these futures. */
  private void orBackTo(State before, String id, Runnable step) {
    try {
      step.run();
    } catch (Failed e) {
      volumes.set(id, volumes.get(id).in(before));
      throw e;
    }
  }
}
