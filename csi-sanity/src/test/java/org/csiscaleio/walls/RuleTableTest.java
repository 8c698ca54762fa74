package org.csiscaleio.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/mesos.md names the tests that hold each rule; they must be there. */
class RuleTableTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST = Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.)?)?([a-z]\\w+)?`");
  private static final int LEAST = 50;

  @Test
  void everyTestTheTableNamesIsThere() throws IOException {
    Map<String, String> sources = tests();
    var missing = new ArrayList<String>();
    int named = 0;
    for (String row : rows()) {
      String last = "";
      Matcher test = TEST.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
      while (test.find()) {
        last = test.group(1) == null ? last : test.group(1);
        String method = test.group(2);
        named++;
        String source = sources.get(last);
        if (source == null || (method != null && !source.contains("void " + method + "("))) {
          missing.add(last + (method == null ? "" : "." + method));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(LEAST);
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/mesos.md")).stream()
        .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
        .filter(line -> !line.startsWith("| rule |"))
        .toList();
  }

  private static Map<String, String> tests() throws IOException {
    var sources = new TreeMap<String, String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          read(module, sources);
        }
      }
    }
    return sources;
  }

  private static void read(Path directory, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString();
        // The same name can stand in several modules.
        sources.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    }
  }
}
