package org.csiscaleio.node.rpc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Failure;

/** What volume capabilities of all generations have in common. Each failure is INVALID_ARGUMENT. */
final class Capabilities {
  private static final int FLAGS_LIMIT_BYTES = 4096;

  private Capabilities() {}

  static Failure missing() {
    return Failure.invalid("volume_capability is missing");
  }

  static Failure neitherBlockNorMount() {
    return Failure.invalid("volume_capability says neither block nor mount");
  }

  static Capability.Mount mount(String fsType, List<String> mountFlags) {
    int total = mountFlags.stream().mapToInt(Fields::bytes).sum();
    if (total > FLAGS_LIMIT_BYTES) {
      throw Failure.invalid("mount_flags are larger than " + FLAGS_LIMIT_BYTES + " bytes");
    }
    List<String> flags =
        mountFlags.stream()
            .flatMap(flag -> Arrays.stream(flag.split(",", -1)))
            .map(String::strip)
            .filter(flag -> !flag.isEmpty())
            .toList();
    return new Capability.Mount(fileSystem(fsType, "fs_type"), flags);
  }

  /**
   * The access mode, by number: one that is newer than this program arrives without a name.
   *
   * @param newest the last one the caller's generation has
   */
  static AccessMode mode(int number, int newest) {
    if (number < 0 || number > newest) {
      throw Failure.invalid("volume_capability has access_mode " + number + ", not known here");
    }
    return switch (number) {
      case 1 -> AccessMode.SINGLE_NODE_WRITER;
      case 2 -> AccessMode.SINGLE_NODE_READER_ONLY;
      case 3 -> AccessMode.MULTI_NODE_READER_ONLY;
      case 4 -> AccessMode.MULTI_NODE_SINGLE_WRITER;
      case 5 -> AccessMode.MULTI_NODE_MULTI_WRITER;
      case 6 -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
      case 7 -> AccessMode.SINGLE_NODE_MULTI_WRITER;
      default -> throw Failure.invalid("volume_capability has no access_mode");
    };
  }

  static Optional<FileSystemType> fileSystem(String word, String field) {
    if (word.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        FileSystemType.of(word.strip())
            .orElseThrow(() ->
                Failure.invalid(
                    field + " '" + word + "' is not one of " + FileSystemType.words())));
  }
}
