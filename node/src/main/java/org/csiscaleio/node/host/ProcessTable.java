package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who uses a device or a mount, from /proc, in words for a message. Sees the processes of our own
 * pid namespace only; an answer of "nobody" proves nothing there. May hang as any question to the
 * kernel may: a process that is stuck there can hold up those who look at it.
 */
final class ProcessTable {
  private static final int MOST_NAMED = 5;

  private final Path proc;
  private final long self = ProcessHandle.current().pid();

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /**
   * Other processes that have that device node open, or were started to work on it and may not have
   * opened it yet: {@code mkfs.btrfs (pid 42)}.
   */
  List<String> usersOfDevice(Path node) {
    String name = node.toString();
    return users(process -> opens(process, name::equals) || arguments(process).contains(name));
  }

  /** Processes with open files or a working directory below that path. */
  List<String> usersOfMount(Path path) {
    String below = path + "/";
    Predicate<String> inside = link -> link.equals(path.toString()) || link.startsWith(below);
    return users(process ->
        matches(process.resolve("cwd"), inside)
            || matches(process.resolve("root"), inside)
            || opens(process, inside));
  }

  private List<String> users(Predicate<Path> uses) {
    var users = new ArrayList<String>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (users.size() < MOST_NAMED && !isSelf(process) && uses.test(process)) {
          users.add(name(process) + " (pid " + process.getFileName() + ")");
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without /proc nobody can be named; whoever asks copes with an empty list.
    }
    return users;
  }

  private boolean isSelf(Path process) {
    return process.getFileName().toString().equals(Long.toString(self));
  }

  private static boolean opens(Path process, Predicate<String> wanted) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (matches(file, wanted)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has ended meanwhile.
    }
    return false;
  }

  private static boolean matches(Path link, Predicate<String> wanted) {
    try {
      return wanted.test(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> arguments(Path process) {
    try {
      return List.of(Files.readString(process.resolve("cmdline"), ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "a process";
    }
  }
}
