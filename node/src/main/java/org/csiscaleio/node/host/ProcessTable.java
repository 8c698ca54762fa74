package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who uses a device or a mount, from /proc, in words for a message. Sees the processes of our own
 * pid namespace only; an answer of "nobody" proves nothing there.
 */
final class ProcessTable {
  private static final int MOST_NAMED = 5;

  private final Path proc;
  private final long self = ProcessHandle.current().pid();

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Other processes that have that device node open: {@code mkfs.btrfs (pid 42)}. */
  List<String> usersOfDevice(Path node) {
    return users(link -> link.equals(node.toString()), false);
  }

  /** Processes with open files or a working directory below that path. */
  List<String> usersOfMount(Path path) {
    String below = path + "/";
    return users(link -> link.equals(path.toString()) || link.startsWith(below), true);
  }

  private List<String> users(Predicate<String> wanted, boolean directoriesToo) {
    var users = new ArrayList<String>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (users.size() < MOST_NAMED
            && !isSelf(process)
            && uses(process, wanted, directoriesToo)) {
          users.add(name(process) + " (pid " + process.getFileName() + ")");
        }
      }
    } catch (IOException e) {
      // Without /proc nobody can be named; whoever asks copes with an empty list.
    }
    return users;
  }

  private boolean isSelf(Path process) {
    return process.getFileName().toString().equals(Long.toString(self));
  }

  private static boolean uses(Path process, Predicate<String> wanted, boolean directoriesToo) {
    if (directoriesToo
        && (matches(process.resolve("cwd"), wanted) || matches(process.resolve("root"), wanted))) {
      return true;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (matches(file, wanted)) {
          return true;
        }
      }
    } catch (IOException e) {
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

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "a process";
    }
  }
}
