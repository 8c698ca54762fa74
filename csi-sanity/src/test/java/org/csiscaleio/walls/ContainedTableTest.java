package org.csiscaleio.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/image.md tells for each whole-program test what of it runs a second time, in a
 * container, and why the rest does not.
 */
class ContainedTableTest {
  private static final Path WHOLE = Path.of("src/test/java/org/csiscaleio/whole");
  private static final String TAG = "contained-too";

  /** The test, what of it, and why not the rest. */
  private static final int CELLS = 3;

  @Test
  void everyWholeProgramTestRunsInAContainerOrSaysWhyNot() throws Exception {
    Map<String, String> told =
        rows().stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));

    assertThat(told).isEqualTo(tagged());
  }

  @Test
  void whatDoesNotRunHasAReason() throws IOException {
    assertThat(rows()).allMatch(row -> row.get(1).equals("all") == row.get(2).equals("–"));
  }

  private static List<List<String>> rows() throws IOException {
    return NamedTests.rows("docs/image.md").stream()
        .filter(row -> row.size() == CELLS && row.getFirst().endsWith("Test`"))
        .toList();
  }

  /** What the tags say, in the table's words. */
  private static Map<String, String> tagged() throws IOException, ClassNotFoundException {
    var tagged = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(WHOLE)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        Class<?> test =
            Class.forName(
                "org.csiscaleio.whole." + name, false, ContainedTableTest.class.getClassLoader());
        tagged.put("`" + name + "`", isTagged(test) ? "all" : methods(test));
      }
    }
    return tagged;
  }

  private static String methods(Class<?> test) {
    String methods =
        Arrays.stream(test.getDeclaredMethods())
            .filter(ContainedTableTest::isTagged)
            .map(Method::getName)
            .sorted()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return methods.isEmpty() ? "none" : methods;
  }

  private static boolean isTagged(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotationsByType(Tag.class))
        .anyMatch(tag -> tag.value().equals(TAG));
  }
}
