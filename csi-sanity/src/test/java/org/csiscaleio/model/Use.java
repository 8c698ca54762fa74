package org.csiscaleio.model;

import static org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.MULTI_NODE_READER_ONLY;
import static org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.SINGLE_NODE_READER_ONLY;

import java.util.Map;
import java.util.TreeMap;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;

/**
 * A volume's use on one host it is mapped to.
 *
 * @param readOnly whether the mapping takes no writes
 * @param seenGib so large the device is on the host at least; the SDC learns of more in its own
 *     time
 * @param context what ControllerPublishVolume answered
 * @param targets where it is published, and whether that takes no writes
 */
record Use(
    Mode mode,
    boolean readOnly,
    long seenGib,
    Map<String, String> context,
    boolean staged,
    Map<Integer, Boolean> targets) {
  Use {
    context = Map.copyOf(context);
    targets = Map.copyOf(targets);
  }

  static Use mapped(Mode mode, boolean readOnly, long gib, Map<String, String> context) {
    return new Use(mode, readOnly, gib, context, false, Map.of());
  }

  static boolean reads(Mode mode) {
    return mode == SINGLE_NODE_READER_ONLY || mode == MULTI_NODE_READER_ONLY;
  }

  static boolean isOfOneNode(Mode mode) {
    return switch (mode) {
      case SINGLE_NODE_WRITER,
          SINGLE_NODE_READER_ONLY,
          SINGLE_NODE_SINGLE_WRITER,
          SINGLE_NODE_MULTI_WRITER ->
          true;
      default -> false;
    };
  }

  static boolean isOfOneTarget(Mode mode) {
    return isOfOneNode(mode) && mode != Mode.SINGLE_NODE_MULTI_WRITER;
  }

  boolean isIdle() {
    return !staged && targets.isEmpty();
  }

  Use seen(long gib) {
    return new Use(mode, readOnly, gib, context, staged, targets);
  }

  Use staged(boolean now) {
    return new Use(mode, readOnly, seenGib, context, now, targets);
  }

  Use published(int target, boolean forReading) {
    var more = new TreeMap<>(targets);
    more.put(target, forReading);
    return new Use(mode, readOnly, seenGib, context, staged, more);
  }

  Use unpublished(int target) {
    var less = new TreeMap<>(targets);
    less.remove(target);
    return new Use(mode, readOnly, seenGib, context, staged, less);
  }
}
