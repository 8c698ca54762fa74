package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;

/** Which file systems this host can make, check, grow and mount: tools and kernel. */
final class FileSystemSupport {
  private static final Pattern VERSION = Pattern.compile("(?<![\\d.])\\d+\\.\\d+(?:\\.\\d+)*");
  private static final int FILE_BYTES = 8 << 20;
  private static final List<String> MODULE_LISTS = List.of("modules.builtin", "modules.dep");

  private final Kernel kernel;
  private final Commands commands;
  private final FileSystemType needed;

  FileSystemSupport(Kernel kernel, Commands commands, FileSystemType needed) {
    this.kernel = kernel;
    this.commands = commands;
    this.needed = needed;
  }

  List<Finding> look(Deadline deadline) throws IOException {
    var findings = new ArrayList<Finding>();
    findings.add(blkid(deadline));
    for (FileSystemType type : FileSystemType.values()) {
      findings.add(of(type, deadline));
    }
    return List.copyOf(findings);
  }

  private Finding blkid(Deadline deadline) throws IOException {
    return isThere("blkid")
        ? Finding.ok("blkid", version(List.of("blkid", "-V"), deadline))
        : Finding.fail(
            "blkid",
            "is not in " + ChildProcesses.PATH + ": without it no volume is known to be blank",
            "install util-linux, or use the bundle in its image");
  }

  private Finding of(FileSystemType type, Deadline deadline) throws IOException {
    var missing = new ArrayList<String>();
    for (String tool : tools(type)) {
      if (!isThere(tool)) {
        missing.add(tool);
      }
    }
    if (!missing.isEmpty()) {
      return bad(
          type,
          String.join(", ", missing) + " cannot be found in " + ChildProcesses.PATH,
          "install " + packageOf(type) + " where " + type.word() + " is to be used");
    }
    String made = tools(type).getFirst() + " " + version(versionOf(type), deadline);
    return switch (inKernel(type)) {
      case THERE -> Finding.ok(type.word(), made + ", and the kernel has it");
      case LOADABLE -> Finding.ok(type.word(), made + ", and the kernel can load it");
      case UNSEEN ->
          type == needed
              ? Finding.warn(
                  type.word(),
                  made
                      + "; the kernel has not loaded it, and whether it can is not to be seen here",
                  "modprobe " + type.word() + " on the host")
              : Finding.ok(type.word(), made + "; the kernel has not loaded it");
      case MISSING ->
          bad(
              type,
              "the running kernel " + release() + " has neither it nor a module for it",
              "use another fsType, or install the kernel's further modules");
    };
  }

  private Finding bad(FileSystemType type, String seen, String advice) {
    return type == needed
        ? Finding.fail(type.word(), seen, advice)
        : Finding.warn(type.word(), seen, advice);
  }

  private static List<String> tools(FileSystemType type) {
    return switch (type) {
      case EXT4, EXT3 -> List.of("mkfs." + type.word(), "e2fsck", "resize2fs");
      case XFS -> List.of("mkfs.xfs", "xfs_growfs");
      case BTRFS -> List.of("mkfs.btrfs", "btrfs");
    };
  }

  private static List<String> versionOf(FileSystemType type) {
    String tool = tools(type).getFirst();
    return type == FileSystemType.BTRFS ? List.of(tool, "--version") : List.of(tool, "-V");
  }

  private static String packageOf(FileSystemType type) {
    return switch (type) {
      case EXT4, EXT3 -> "e2fsprogs";
      case XFS -> "xfsprogs";
      case BTRFS -> "btrfs-progs";
    };
  }

  private enum Presence {
    THERE,
    LOADABLE,
    MISSING,
    /** The modules' directory is not to be seen, as in most containers. */
    UNSEEN
  }

  private Presence inKernel(FileSystemType type) throws IOException {
    if (text(Path.of("/proc/filesystems")).lines().anyMatch(l -> l.strip().equals(type.word()))) {
      return Presence.THERE;
    }
    // The driver of ext4 is that of ext3 too.
    String module = "/" + (type == FileSystemType.EXT3 ? "ext4" : type.word()) + ".ko";
    boolean seen = false;
    for (String list : MODULE_LISTS) {
      String known = text(Path.of("/lib/modules", release(), list));
      seen |= !known.isEmpty();
      if (known.contains(module)) {
        return Presence.LOADABLE;
      }
    }
    return seen ? Presence.MISSING : Presence.UNSEEN;
  }

  private String release() throws IOException {
    return text(Path.of("/proc/sys/kernel/osrelease")).strip();
  }

  private boolean isThere(String tool) throws IOException {
    for (String directory : ChildProcesses.PATH.split(":", -1)) {
      if (kernel.stat(Path.of(directory, tool)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private String version(List<String> command, Deadline deadline) {
    try {
      Commands.Ended ended = commands.run(command, deadline);
      Matcher version = VERSION.matcher(ended.errors() + "\n" + ended.output());
      return version.find() ? version.group() : "of a version it does not tell";
    } catch (Failure failure) {
      return "(" + failure.message() + ")";
    }
  }

  private String text(Path file) throws IOException {
    return Kernel.text(kernel, file, FILE_BYTES).orElse("");
  }
}
