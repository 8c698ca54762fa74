package org.csiscaleio.node.host;

/**
 * What a path names.
 *
 * @param kind directory, file, block device ...
 * @param device of a device node: which device it stands for; else 0:0
 * @param sizeBytes of a file: its size in bytes
 */
public record FileStat(Kind kind, DeviceNumber device, long sizeBytes) {
  /** What there can be at a path. */
  public enum Kind {
    DIRECTORY("a directory"),
    FILE("a file"),
    BLOCK_DEVICE("a block device"),
    SYMBOLIC_LINK("a symbolic link"),
    OTHER("neither file, directory nor block device");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
