package org.csiscaleio.node.rpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.operation.Failure;

/** What CSI asks of the fields of every request. Each failure is INVALID_ARGUMENT. */
final class Fields {
  private static final int STRING_LIMIT_BYTES = 128;
  private static final int MAP_LIMIT_BYTES = 4096;
  private static final int PATH_LIMIT_BYTES = 4095;

  private Fields() {}

  static String required(String text, String field) {
    if (text.isEmpty()) {
      throw Failure.invalid(field + " is missing");
    }
    return text;
  }

  static String volumeId(String text) {
    required(text, "volume_id");
    if (bytes(text) > STRING_LIMIT_BYTES) {
      throw Failure.invalid("volume_id is longer than " + STRING_LIMIT_BYTES + " bytes");
    }
    return text;
  }

  /** An absolute path, without {@code .} and {@code ..}. */
  static Path path(String text, String field) {
    required(text, field);
    if (bytes(text) > PATH_LIMIT_BYTES) {
      throw Failure.invalid(field + " is longer than " + PATH_LIMIT_BYTES + " bytes");
    }
    Path path = parsed(text, field);
    if (!path.isAbsolute()) {
      throw Failure.invalid(field + " '" + text + "' is not an absolute path");
    }
    if (path.normalize().getNameCount() == 0) {
      throw Failure.invalid(field + " cannot be the root directory");
    }
    return path.normalize();
  }

  /** None, or as {@link #path}. */
  static Optional<Path> optionalPath(String text, String field) {
    return text.isEmpty() ? Optional.empty() : Optional.of(path(text, field));
  }

  /** A path of whatever kind: whether the volume is there decides, not what the path looks like. */
  static Path anyPath(String text) {
    return parsed(text, "volume_path").normalize();
  }

  static Map<String, String> map(Map<String, String> map, String field) {
    int total = 0;
    for (var entry : map.entrySet()) {
      total += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    if (total > MAP_LIMIT_BYTES) {
      throw Failure.invalid(field + " is larger than " + MAP_LIMIT_BYTES + " bytes");
    }
    return map;
  }

  /** The value under {@code key}, whatever the case of its letters; empty text counts as none. */
  static Optional<String> value(Map<String, String> map, String key) {
    String wanted = key.toLowerCase(Locale.ROOT);
    return map.entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(wanted))
        .map(entry -> entry.getValue().strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Path parsed(String text, String field) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT, field + " is not a path: " + e.getReason(), e);
    }
  }
}
