package org.csiscaleio.node.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Failure;

/**
 * The command line that makes a file system: quick on thin volumes (nothing discarded, tables left
 * for later), never forced, and with further options only of kinds that change the file system and
 * nothing else.
 */
final class MkfsCommand {
  /** Options that take a value, by file system. */
  private static final Map<FileSystemType, Set<String>> WITH_VALUE =
      Map.of(
          FileSystemType.EXT4,
              Set.of("-b", "-C", "-e", "-E", "-g", "-G", "-i", "-I", "-L", "-m", "-N", "-O", "-T"),
          FileSystemType.EXT3,
              Set.of("-b", "-e", "-E", "-g", "-i", "-I", "-L", "-m", "-N", "-O", "-T"),
          FileSystemType.XFS, Set.of("-b", "-d", "-i", "-l", "-L", "-m", "-n", "-s"),
          FileSystemType.BTRFS,
              Set.of("-d", "-L", "-m", "-n", "-O", "-R", "-s", "--checksum", "--csum"));

  /** Options that take none. */
  private static final Map<FileSystemType, Set<String>> ALONE =
      Map.of(
          FileSystemType.EXT4, Set.of("-q"),
          FileSystemType.EXT3, Set.of("-q"),
          FileSystemType.XFS, Set.of("-q", "-K"),
          FileSystemType.BTRFS, Set.of("-q", "-K", "-M"));

  /** Would lead mkfs away from the volume, or take from it what we must set. */
  private static final Set<String> REFUSED_PARTS =
      Set.of("name", "file", "logdev", "rtdev", "device", "uuid", "offset", "discard");

  private MkfsCommand() {}

  /**
   * The command.
   *
   * @param further what the volume's creator wants besides
   * @throws Failure INVALID_ARGUMENT for an option that cannot be had
   */
  static List<String> of(FormatMark mark, List<String> further, String node) {
    var command = new ArrayList<String>();
    var extended = new ArrayList<String>();
    switch (mark.type()) {
      case EXT4, EXT3 -> {
        command.addAll(List.of("mkfs." + mark.type().word(), "-q", "-U", mark.uuid()));
        extended.addAll(List.of("nodiscard", "lazy_itable_init=1", "lazy_journal_init=1"));
      }
      case XFS -> command.addAll(List.of("mkfs.xfs", "-q", "-K", "-m", "uuid=" + mark.uuid()));
      case BTRFS -> command.addAll(List.of("mkfs.btrfs", "-q", "-K", "-U", mark.uuid()));
    }
    for (Option option : parsed(mark.type(), further)) {
      // mke2fs takes the last -E only.
      if (option.name().equals("-E")) {
        extended.add(option.value());
      } else {
        option.addTo(command);
      }
    }
    if (!extended.isEmpty()) {
      command.addAll(List.of("-E", String.join(",", extended)));
    }
    command.add(node);
    return command;
  }

  /** An option and its value; the empty value is none. */
  private record Option(String name, String value) {
    void addTo(List<String> command) {
      command.add(name);
      if (!value.isEmpty()) {
        command.add(value);
      }
    }
  }

  private static List<Option> parsed(FileSystemType type, List<String> words) {
    var options = new ArrayList<Option>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String name = word.startsWith("--") || word.length() < 2 ? word : word.substring(0, 2);
      String inline = word.substring(name.length());
      if (ALONE.getOrDefault(type, Set.of()).contains(word)) {
        options.add(new Option(word, ""));
      } else if (!WITH_VALUE.getOrDefault(type, Set.of()).contains(name)) {
        throw refused(type, word, "only options that shape the file system are");
      } else if (!inline.isEmpty()) {
        options.add(checked(type, name, inline));
      } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("-")) {
        options.add(checked(type, name, words.get(++i)));
      } else {
        throw refused(type, word, "it needs a value, and those without one are not");
      }
    }
    return options;
  }

  private static Option checked(FileSystemType type, String name, String value) {
    if (value.indexOf('/') >= 0) {
      throw refused(type, name + " " + value, "those that name a file or device are not");
    }
    for (String part : value.split(",", -1)) {
      String key = part.split("=", 2)[0];
      if (REFUSED_PARTS.contains(key) || (name.equals("-d") && key.equals("size"))) {
        throw refused(type, name + " " + value, "those that move, cut or name the volume are not");
      }
    }
    return new Option(name, value);
  }

  private static Failure refused(FileSystemType type, String option, String rule) {
    return Failure.invalid(
        "mkfsFormatOption '"
            + option
            + "' is not allowed for "
            + type.word()
            + ": "
            + rule
            + " allowed");
  }
}
