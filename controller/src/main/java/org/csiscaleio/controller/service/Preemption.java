package org.csiscaleio.controller.service;

/** Whether volumes are taken over from hosts that the array has lost contact with. */
public enum Preemption {
  /** Never; a person has to unmap them. */
  OFF,
  /** Where the volume_context says {@code preempt=true}. */
  ON_REQUEST,
  /** Wherever it helps. */
  ALWAYS
}
