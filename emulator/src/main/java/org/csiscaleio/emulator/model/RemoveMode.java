package org.csiscaleio.emulator.model;

/** What goes with a volume that is removed; named as in the API. */
public enum RemoveMode {
  ONLY_ME,
  INCLUDING_DESCENDANTS,
  DESCENDANTS_ONLY,
  WHOLE_VTREE
}
