package org.csiscaleio.node.service;

/**
 * Whose duty it is to make and to remove target paths. Staging paths are always the orchestrator's.
 */
public enum TargetOwner {
  /**
   * Before CSI 1. A target that is not there is refused, never made: most likely this program does
   * not see the orchestrator's directories, and a volume mounted in a place of our own would leave
   * the task writing to the host's disk.
   */
  ORCHESTRATOR,

  /** Since CSI 1. A target that is there already will do; afterwards it is removed all the same. */
  PLUGIN
}
