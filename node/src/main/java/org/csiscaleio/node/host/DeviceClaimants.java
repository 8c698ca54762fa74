package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.csiscaleio.operation.Finding;

/**
 * Software of the host that takes block devices it was not meant to have: multipathd puts a device
 * of its own over a volume's, which can then not be mounted; LVM activates what a task has made on
 * its volume. A hint, no more: their configuration is read by eye, not by their own parsers.
 */
final class DeviceClaimants {
  private static final String MULTIPATH = "multipath";
  private static final String LVM = "LVM";
  private static final int FILE_BYTES = 1 << 20;
  private static final String A_DEVICE = "scinia";

  private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)[#!].*$");
  private static final Pattern BLACKLIST = Pattern.compile("\\bblacklist\\s*\\{");
  private static final Pattern DEVNODE = Pattern.compile("\\bdevnode\\s+\"([^\"]*)\"");
  private static final Pattern LVM_TYPES = Pattern.compile("(?m)^\\s*types\\s*=.*scini");
  private static final Pattern LVM_FILTER =
      Pattern.compile("(?m)^\\s*(?:global_)?filter\\s*=[^\\]]*\"r[^\"]*scini");

  private final Kernel kernel;

  DeviceClaimants(Kernel kernel) {
    this.kernel = kernel;
  }

  List<Finding> look() throws IOException {
    return List.of(multipath(), lvm());
  }

  private Finding multipath() throws IOException {
    boolean runs = runs("multipathd");
    boolean seesTheHost = runs || runs("systemd") || runs("init");
    List<Path> files = new ArrayList<>(List.of(hosts("/etc/multipath.conf")));
    Path more = hosts("/etc/multipath/conf.d");
    for (String name : kernel.list(more)) {
      if (name.endsWith(".conf")) {
        files.add(more.resolve(name));
      }
    }
    boolean excluded = false;
    for (Path file : files) {
      excluded |= blacklists(text(file));
    }
    if (excluded) {
      return Finding.ok(MULTIPATH, "its blacklist has the SDC's devices");
    }
    if (runs) {
      return Finding.warn(
          MULTIPATH,
          "multipathd runs, and no blacklist of /etc/multipath.conf has the SDC's devices",
          "blacklist { devnode \"^scini\" } there, then: multipathd reconfigure");
    }
    return seesTheHost
        ? Finding.ok(MULTIPATH, "multipathd does not run")
        : Finding.skip(
            MULTIPATH,
            "the host's processes are not to be seen from here",
            "where multipathd runs: blacklist { devnode \"^scini\" } in /etc/multipath.conf");
  }

  private Finding lvm() throws IOException {
    String configuration = text(hosts("/etc/lvm/lvm.conf"));
    if (LVM_TYPES.matcher(configuration).find() && !LVM_FILTER.matcher(configuration).find()) {
      return Finding.warn(
          LVM,
          "/etc/lvm/lvm.conf has it scan the SDC's devices (types), and no filter takes them out",
          "global_filter = [ \"r|^/dev/scini|\" ] there, unless this host's own volume groups are"
              + " on ScaleIO volumes");
    }
    return Finding.ok(LVM, "does not scan the SDC's devices");
  }

  /**
   * Whether a devnode of a blacklist means an SDC's device; one with {@code !} means all others.
   */
  static boolean blacklists(String configuration) {
    String text = COMMENT.matcher(configuration).replaceAll("");
    Matcher section = BLACKLIST.matcher(text);
    while (section.find()) {
      int end = endOf(text, section.end());
      Matcher devnode = DEVNODE.matcher(text.substring(section.end(), end));
      while (devnode.find()) {
        if (means(devnode.group(1))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean means(String expression) {
    boolean others = expression.startsWith("!");
    try {
      return Pattern.compile(others ? expression.substring(1) : expression).matcher(A_DEVICE).find()
          != others;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** Where the section ends that was opened before {@code from}. */
  private static int endOf(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      open += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    return text.length();
  }

  /**
   * Where a file of the host's is: below what its first process has as root, which a container that
   * sees the host's processes has not; where that may not be looked at, and anywhere else, here.
   */
  private Path hosts(String file) {
    Path first = Path.of("/proc/1/root");
    try {
      return kernel.stat(first.resolve("etc")).isPresent()
          ? first.resolve(file.substring(1))
          : Path.of(file);
    } catch (IOException e) {
      return Path.of(file);
    }
  }

  private boolean runs(String name) throws IOException {
    for (String process : kernel.list(Path.of("/proc"))) {
      if (Character.isDigit(process.charAt(0))
          && quietly(Path.of("/proc", process, "comm")).strip().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A process may end while it is looked at. */
  private String quietly(Path file) {
    try {
      return text(file);
    } catch (IOException e) {
      return "";
    }
  }

  private String text(Path file) throws IOException {
    return Kernel.text(kernel, file, FILE_BYTES).orElse("");
  }
}
