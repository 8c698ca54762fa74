package org.csiscaleio.node.service;

/** Who may use a volume at the same time, as CSI names it. */
public enum AccessMode {
  SINGLE_NODE_WRITER,
  SINGLE_NODE_READER_ONLY,
  MULTI_NODE_READER_ONLY,
  MULTI_NODE_SINGLE_WRITER,
  MULTI_NODE_MULTI_WRITER,
  SINGLE_NODE_SINGLE_WRITER,
  SINGLE_NODE_MULTI_WRITER;

  /** Whether nobody may write. */
  public boolean readerOnly() {
    return this == SINGLE_NODE_READER_ONLY || this == MULTI_NODE_READER_ONLY;
  }

  /** Whether several nodes may use the volume while one of them writes. */
  public boolean writtenWhileShared() {
    return this == MULTI_NODE_SINGLE_WRITER || this == MULTI_NODE_MULTI_WRITER;
  }

  /** Whether the volume may be published at one target of a node only. */
  public boolean oneTarget() {
    return this == SINGLE_NODE_WRITER
        || this == SINGLE_NODE_READER_ONLY
        || this == SINGLE_NODE_SINGLE_WRITER;
  }
}
