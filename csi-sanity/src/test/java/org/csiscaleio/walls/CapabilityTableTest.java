package org.csiscaleio.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of docs/capabilities.md say of us nothing that no test shows. */
class CapabilityTableTest {
  /** The feature, this plugin, and the four beside it. */
  private static final int CELLS = 6;

  private static final int LEAST = 80;
  private static final Pattern ANSWER = Pattern.compile("(yes[,:]|(partly|no): \\S).*");

  private List<List<String>> rows = List.of();

  @BeforeEach
  void readTheTables() throws IOException {
    rows =
        NamedTests.rows("docs/capabilities.md").stream()
            .filter(row -> row.size() == CELLS)
            .toList();
  }

  @Test
  void everyRowSaysYesOrWhatIsMissingAndWhy() throws IOException {
    assertThat(rows).hasSizeGreaterThan(LEAST);
    assertThat(ours()).allMatch(cell -> ANSWER.matcher(cell).matches());
    // No row is passed over for a cell too many or too few: what is left explains the columns.
    assertThat(NamedTests.rows("docs/capabilities.md")).hasSize(rows.size() + CELLS - 2);
  }

  @Test
  void everyYesNamesATest() {
    assertThat(ours())
        .filteredOn(cell -> cell.startsWith("yes"))
        .allMatch(cell -> NamedTests.in(cell).stream().anyMatch(name -> name.contains(".")));
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    NamedTests tests = NamedTests.read();

    assertThat(ours().stream().flatMap(cell -> NamedTests.in(cell).stream())).allMatch(tests::has);
  }

  /** Neither what is not there nor a method that only helps. */
  @Test
  void whatIsNoTestIsNotTakenForOne() throws IOException {
    NamedTests tests = NamedTests.read();

    assertThat(NamedTests.in("yes, at length: `CapabilityTableTest.everyYesNamesATest`, `ours`"))
        .containsExactly("CapabilityTableTest.everyYesNamesATest", "CapabilityTableTest.ours");
    assertThat(tests.has("CapabilityTableTest.everyYesNamesATest")).isTrue();
    assertThat(tests.has("CapabilityTableTest.ours")).isFalse();
    assertThat(tests.has("RuleTableTest")).isTrue();
    assertThat(tests.has("NoSuchTest")).isFalse();
  }

  private List<String> ours() {
    return rows.stream().map(row -> row.get(1)).toList();
  }
}
