package org.csiscaleio.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that the program can say: all string literals of it, put together as they are there.
 */
final class SourceMessages {
  private static final List<String> MODULES =
      List.of("proto", "gateway", "identity", "controller", "node", "image");
  private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

  private final String text;

  private SourceMessages(String text) {
    this.text = text;
  }

  static SourceMessages read() {
    Stream<Path> files =
        MODULES.stream()
            .map(module -> Repository.ROOT.resolve(module).resolve("src/main"))
            .filter(path -> path.toFile().isDirectory())
            .flatMap(path -> Repository.filesBelow(path, ".java", "csi-scaleio-launch").stream());
    return new SourceMessages(
        files
            .map(Repository::text)
            .map(text -> CONCATENATION.matcher(text).replaceAll(""))
            .collect(Collectors.joining("\n")));
  }

  /** Those parts of a message between its variables, each {@code …}, that are nowhere. */
  List<String> missing(String message) {
    return Stream.of(message.split("…", -1))
        .map(String::strip)
        .filter(part -> part.length() > 3)
        .filter(part -> !text.contains(part))
        .toList();
  }
}
