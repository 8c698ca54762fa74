package org.csiscaleio.node.host;

import java.util.HashMap;
import java.util.Map;

/** What {@code blkid -p} says of a device. */
sealed interface Signature {
  /** It knows of nothing there. */
  record None() implements Signature {}

  /**
   * Something is there.
   *
   * @param type blkid's name for it: {@code ext4}, {@code LVM2_member}; or the partition table's
   * @param fileSystem whether it is a file system
   */
  record Known(String type, boolean fileSystem, String uuid, String label) implements Signature {
    /** In words, for a message. */
    String words() {
      return switch (type) {
        case "LVM2_member" -> "an LVM physical volume";
        case "crypto_LUKS" -> "data encrypted by LUKS";
        case "swap" -> "a swap area";
        case "dos" -> "an MBR (dos) partition table";
        case "gpt" -> "a GPT (gpt) partition table";
        default -> fileSystem ? "a file system of type " + type : "data of type " + type;
      };
    }
  }

  /** Signatures of several things that cannot all be right. */
  record Ambivalent() implements Signature {}

  /** It could not tell. */
  record Failed(String why) implements Signature {}

  /** Reads the end of {@code blkid -p -o export}. */
  static Signature of(Commands.Ended ended) {
    return switch (ended.exitCode()) {
      case 0 -> known(ended);
      // Also its answer for a device it cannot read: whoever asks has to read the device as well.
      case 2 ->
          ended.errors().isBlank() && ended.output().isBlank()
              ? new None()
              : new Failed("blkid: " + ended.words());
      case 8 -> new Ambivalent();
      default -> new Failed("blkid: " + ended.words());
    };
  }

  private static Signature known(Commands.Ended ended) {
    Map<String, String> values = new HashMap<>();
    for (String line : ended.output().split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    String type = values.getOrDefault("TYPE", values.getOrDefault("PTTYPE", ""));
    if (type.isEmpty()) {
      return new Failed("blkid named no type; " + ended.words());
    }
    return new Known(
        type,
        values.getOrDefault("USAGE", "").equals("filesystem"),
        values.getOrDefault("UUID", ""),
        values.getOrDefault("LABEL", ""));
  }
}
