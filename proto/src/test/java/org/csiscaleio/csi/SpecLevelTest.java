package org.csiscaleio.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLevelTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.9", "v1.9", "1.9.0", " v1.9.1 "})
  void theFormsPeopleWriteAreRead(String text) {
    assertThat(SpecLevel.parse(text)).isEqualTo(new SpecLevel(1, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "0.3", "2.0", "1.14", "1.x", "1.-1", "1.9.0-rc1", "1.123"})
  void anythingElseIsRefusedNamingTheRange(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecLevel.parse(text))
        .withMessageContaining("1.0 to 1.13");
  }

  @Test
  void tenComesAfterNine() {
    assertThat(new SpecLevel(1, 10)).isGreaterThan(new SpecLevel(1, 9));
    assertThat(new SpecLevel(1, 10).isAtLeast(9)).isTrue();
    assertThat(new SpecLevel(1, 9).isAtLeast(10)).isFalse();
  }

  @Test
  void whatIsPrintedIsRead() {
    assertThat(SpecLevel.parse(SpecLevel.NEWEST.toString())).isEqualTo(SpecLevel.NEWEST);
  }
}
