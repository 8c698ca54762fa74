package org.csiscaleio.mesos.volume;

import java.util.Map;
import org.csiscaleio.mesos.Capability;

/**
 * An agent's checkpoint of a volume: src/csi/state.proto. The field numbers, and so this record,
 * are the same in all releases: 1.8 reads what 1.7 wrote.
 *
 * @param context attributes, later volume_context
 * @param publishContext what ControllerPublishVolume answered; outlives agent and host
 * @param bootId of the boot in which the volume was made ready; empty when it is not
 * @param nodePublishRequired a container has used it (1.7.2 on)
 * @param readonly isolator only: the task's volume is RO
 * @param preProvisioned isolator only
 */
public record VolumeState(
    State state,
    Capability capability,
    Map<String, String> parameters,
    Map<String, String> context,
    Map<String, String> publishContext,
    String bootId,
    boolean nodePublishRequired,
    boolean readonly,
    boolean preProvisioned) {
  /** Where a volume is. Those between two others say that a call was made and not yet answered. */
  public enum State {
    CREATED,
    CONTROLLER_PUBLISH,
    CONTROLLER_UNPUBLISH,
    NODE_READY,
    NODE_STAGE,
    NODE_UNSTAGE,
    VOL_READY,
    NODE_PUBLISH,
    NODE_UNPUBLISH,
    PUBLISHED
  }

  public VolumeState {
    parameters = Map.copyOf(parameters);
    context = Map.copyOf(context);
    publishContext = Map.copyOf(publishContext);
  }

  /** A volume that was just created or imported. */
  public static VolumeState created(
      Capability capability, Map<String, String> parameters, Map<String, String> context) {
    return new VolumeState(
        State.CREATED, capability, parameters, context, Map.of(), "", false, false, false);
  }

  /** What the isolator makes of a task's volume: 1.11.x:csi_server.cpp:439-452. */
  public static VolumeState preProvisioned(
      Capability capability, Map<String, String> context, boolean readonly) {
    return new VolumeState(
        State.NODE_READY, capability, Map.of(), context, Map.of(), "", false, readonly, true);
  }

  public VolumeState in(State next) {
    return with(next, publishContext, bootId, nodePublishRequired);
  }

  public VolumeState withPublishContext(Map<String, String> answered) {
    return with(state, answered, bootId, nodePublishRequired);
  }

  public VolumeState withBootId(String boot) {
    return with(state, publishContext, boot, nodePublishRequired);
  }

  public VolumeState withNodePublishRequired(boolean required) {
    return with(state, publishContext, bootId, required);
  }

  private VolumeState with(
      State state, Map<String, String> publishContext, String bootId, boolean required) {
    return new VolumeState(
        state,
        capability,
        parameters,
        context,
        publishContext,
        bootId,
        required,
        readonly,
        preProvisioned);
  }
}
