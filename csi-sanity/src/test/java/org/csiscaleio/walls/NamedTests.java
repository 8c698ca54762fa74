package org.csiscaleio.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests of all modules, and how tables of the docs name them: {@code `Class.method`}, or {@code
 * `method`} alone after another of the same class, or {@code `Class`}.
 */
final class NamedTests {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.)?)?([a-z]\\w+)?`");
  private static final Pattern METHOD =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|TestFactory)\\b.*?\\s(?:void|Stream<\\w+>) (\\w+)\\(",
          Pattern.DOTALL);

  private final Map<String, Set<String>> methodsByClass;

  private NamedTests(Map<String, Set<String>> methodsByClass) {
    this.methodsByClass = methodsByClass;
  }

  /** Reads the sources of all modules. */
  static NamedTests read() throws IOException {
    var methods = new TreeMap<String, Set<String>>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          read(module, methods);
        }
      }
    }
    return new NamedTests(methods);
  }

  private static void read(Path directory, Map<String, Set<String>> methods) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString();
        // The same name can stand in several modules.
        Set<String> known =
            methods.computeIfAbsent(
                name.substring(0, name.length() - ".java".length()), _ -> new TreeSet<>());
        Matcher method = METHOD.matcher(Files.readString(file));
        while (method.find()) {
          known.add(method.group(1));
        }
      }
    }
  }

  /** The rows of a document's tables, each as its cells, without the tables' heads. */
  static List<List<String>> rows(String document) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(document));
    var rows = new ArrayList<List<String>>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
      if (line.startsWith("| ") && line.endsWith(" |") && !head) {
        rows.add(Arrays.asList(line.substring(2, line.length() - 2).split(" \\| ", -1)));
      }
    }
    return rows;
  }

  /** What a cell names, in full: {@code Class.method}, or {@code Class}. */
  static List<String> in(String cell) {
    var names = new ArrayList<String>();
    String last = "";
    Matcher name = NAME.matcher(cell);
    while (name.find()) {
      last = name.group(1) == null ? last : name.group(1);
      names.add(name.group(2) == null ? last : last + "." + name.group(2));
    }
    return names;
  }

  /** Whether there is such a class with such a test. */
  boolean has(String name) {
    String[] parts = name.split("\\.", 2);
    Set<String> methods = methodsByClass.get(parts[0]);
    return methods != null && (parts.length == 1 || methods.contains(parts[1]));
  }
}
