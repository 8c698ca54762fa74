package org.csiscaleio.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of docs/mesos.md names the tests that hold each rule; they must be there. */
class RuleTableTest {
  private static final int LEAST = 50;

  @Test
  void everyTestTheTableNamesIsThere() throws IOException {
    NamedTests tests = NamedTests.read();

    List<String> named =
        NamedTests.rows("docs/mesos.md").stream()
            .flatMap(row -> NamedTests.in(row.getLast()).stream())
            .toList();

    assertThat(named).hasSizeGreaterThan(LEAST).allMatch(tests::has);
  }
}
