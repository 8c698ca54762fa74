package org.csiscaleio.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where a process can be reached through the network. */
final class Sockets {
  private static final String TCP_LISTENS = "0A";

  private Sockets() {}

  /** Its listening TCP ports and its bound UDP ports: {@code tcp 9440}. */
  static List<String> listening(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> own = new HashSet<>();
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path file : files.toList()) {
        own.add(Files.readSymbolicLink(file).toString());
      }
    }
    var found = new ArrayList<String>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      String protocol = table.substring(0, 3);
      for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
        // sl local remote state queues timer retransmits uid timeout inode
        String[] fields = line.strip().split("\\s+", -1);
        boolean open = protocol.equals("udp") || fields[3].equals(TCP_LISTENS);
        if (fields.length > 9 && own.contains("socket:[" + fields[9] + "]") && open) {
          String port = fields[1].substring(fields[1].indexOf(':') + 1);
          found.add(protocol + " " + Integer.parseInt(port, 16));
        }
      }
    }
    return found;
  }
}
