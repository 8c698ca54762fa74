package org.csiscaleio.mesos;

import java.util.List;

/**
 * One volume capability, as a profile or a task names it. Mesos keeps it in csi.v0's form and
 * converts it for the other two.
 *
 * @param block a raw device; then file system and flags are empty
 * @param mode the access mode's number, the same in all CSI versions
 */
public record Capability(boolean block, String fsType, List<String> mountFlags, int mode) {
  /** SINGLE_NODE_WRITER. */
  public static final int SINGLE_NODE_WRITER = 1;

  /** SINGLE_NODE_READER_ONLY. */
  public static final int SINGLE_NODE_READER_ONLY = 2;

  /** MULTI_NODE_READER_ONLY. */
  public static final int MULTI_NODE_READER_ONLY = 3;

  public Capability {
    mountFlags = List.copyOf(mountFlags);
  }

  /** A file system for one writer. */
  public static Capability mount(String fsType, String... flags) {
    return new Capability(false, fsType, List.of(flags), SINGLE_NODE_WRITER);
  }

  /** A raw device for one writer. */
  public static Capability rawBlock() {
    return new Capability(true, "", List.of(), SINGLE_NODE_WRITER);
  }

  /** No use of it may write. */
  public boolean readerOnly() {
    return mode == SINGLE_NODE_READER_ONLY || mode == MULTI_NODE_READER_ONLY;
  }
}
