package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Finding;

/** What this process may do, by {@code /proc/self/status}. */
final class Privileges {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STATUS_BYTES = 1 << 16;
  private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s*([0-9a-f]{1,16})$");
  private static final Pattern USER = Pattern.compile("(?m)^Uid:\\s*\\d+\\s+(\\d+)");

  /** The numbers of linux/capability.h. */
  private static final int SYS_ADMIN = 21;

  private static final int SYS_RESOURCE = 24;

  private static final String PART = "privileges";

  private final Kernel kernel;

  Privileges(Kernel kernel) {
    this.kernel = kernel;
  }

  List<Finding> look() throws IOException {
    String status = Kernel.text(kernel, STATUS, STATUS_BYTES).orElse("");
    Optional<Long> capabilities =
        first(EFFECTIVE, status).map(digits -> Long.parseUnsignedLong(digits, 16));
    if (capabilities.isEmpty()) {
      return List.of(Finding.warn(PART, "cannot be told: " + STATUS + " does not say them", ""));
    }
    boolean root = first(USER, status).filter("0"::equals).isPresent();
    var findings = new ArrayList<Finding>();
    if (!root || !has(capabilities.get(), SYS_ADMIN)) {
      findings.add(
          Finding.fail(
              PART,
              root
                  ? "this process lacks CAP_SYS_ADMIN, without which nothing can be mounted"
                  : "this process is not root's",
              "start the plugin, and this command, as root; in a container, as a privileged one"));
    } else {
      findings.add(Finding.ok(PART, "this process is root's and has CAP_SYS_ADMIN"));
    }
    if (!has(capabilities.get(), SYS_RESOURCE)) {
      findings.add(
          Finding.warn(
              PART,
              "this process lacks CAP_SYS_RESOURCE: ext3 and ext4 cannot be grown while mounted",
              "give it to the plugin where volumes are to be expanded"));
    }
    return List.copyOf(findings);
  }

  private static boolean has(long capabilities, int number) {
    return (capabilities >>> number & 1) != 0;
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
