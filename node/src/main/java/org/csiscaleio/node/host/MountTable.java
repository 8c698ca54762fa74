package org.csiscaleio.node.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is mounted where, as /proc/self/mountinfo tells it. A path may occur several times: mounts
 * may be stacked, and a mount below another one's point is hidden by it. What counts is what a
 * lookup of the path would find, so that is what is computed here.
 */
final class MountTable {
  private final List<Mount> mounts;

  private MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
  }

  /**
   * Reads the text of mountinfo. Lines that have not its form are passed over: the kernel may learn
   * to say more.
   */
  static MountTable parse(String text) {
    var mounts = new ArrayList<Mount>();
    for (String line : text.split("\n", -1)) {
      parseLine(line).ifPresent(mounts::add);
    }
    return new MountTable(mounts);
  }

  /** All lines, in the kernel's order. */
  List<Mount> all() {
    return mounts;
  }

  /**
   * The mounts to be seen at exactly that path, the topmost last; none when it is no mount point.
   */
  List<Mount> at(Path path) {
    var stack = new ArrayList<Mount>();
    for (Mount mount : way(path)) {
      if (mount.point().equals(path)) {
        stack.add(mount);
      }
    }
    return stack;
  }

  /** The mount that holds what is at that path; empty only where nothing is mounted at all. */
  Optional<Mount> holding(Path path) {
    List<Mount> way = way(path);
    return way.isEmpty() ? Optional.empty() : Optional.of(way.getLast());
  }

  /** Whether a lookup of the mount's point finds this very mount, on top or covered by others. */
  boolean visible(Mount mount) {
    return at(mount.point()).contains(mount);
  }

  /** The mounts a lookup of {@code path} walks through, from the root on. */
  private List<Mount> way(Path path) {
    var way = new ArrayList<Mount>();
    var passed = new HashSet<Integer>();
    Optional<Mount> next = nextOn(path, topLevel(), passed);
    while (next.isPresent()) {
      Mount mount = next.get();
      way.add(mount);
      passed.add(mount.id());
      next =
          nextOn(
              path,
              mounts.stream().filter(child -> child.parentId() == mount.id()).toList(),
              passed);
    }
    return way;
  }

  /** Mounts whose parent is not in the table: it lies outside of this process' root. */
  private List<Mount> topLevel() {
    Set<Integer> ids = new HashSet<>();
    mounts.forEach(mount -> ids.add(mount.id()));
    return mounts.stream()
        .filter(mount -> mount.parentId() == mount.id() || !ids.contains(mount.parentId()))
        .toList();
  }

  /** Among mounts on the same parent, the one a lookup meets first. */
  private static Optional<Mount> nextOn(Path path, List<Mount> children, Set<Integer> passed) {
    return children.stream()
        .filter(child -> !passed.contains(child.id()) && path.startsWith(child.point()))
        .min(Comparator.comparingInt(child -> child.point().getNameCount()));
  }

  /** {@code id parent major:minor root point options [optional fields] - type source super}. */
  private static Optional<Mount> parseLine(String line) {
    String[] fields = line.split(" ", -1);
    int dash = 6;
    while (dash < fields.length && !fields[dash].equals("-")) {
      dash++;
    }
    if (dash + 3 >= fields.length) {
      return Optional.empty();
    }
    try {
      String[] device = fields[2].split(":", -1);
      return Optional.of(
          new Mount(
              Integer.parseInt(fields[0]),
              Integer.parseInt(fields[1]),
              new DeviceNumber(Integer.parseInt(device[0]), Integer.parseInt(device[1])),
              unescape(fields[3]),
              Path.of(unescape(fields[4])),
              List.of(fields[5].split(",", -1)),
              List.of(fields).subList(6, dash),
              unescape(fields[dash + 1]),
              unescape(fields[dash + 2]),
              List.of(fields[dash + 3].split(",", -1))));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The kernel writes blank, tab, newline, backslash and {@code #} as a backslash and 3 octals. */
  static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    byte[] in = field.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int code = in[i] == '\\' ? octal(in, i + 1) : -1;
      out.write(code >= 0 ? code : in[i]);
      i += code >= 0 ? 3 : 0;
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int octal(byte[] in, int from) {
    if (from + 3 > in.length) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 3; i++) {
      if (in[i] < '0' || in[i] > '7') {
        return -1;
      }
      code = code * 8 + in[i] - '0';
    }
    return code <= 255 ? code : -1;
  }
}
