package org.csiscaleio.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V0LevelTest {
  @ParameterizedTest
  @CsvSource({"0.2, V0_2", "v0.2, V0_2", "0.3, V0_3", "0.3.0, V0_3"})
  void isReadAsPeopleWriteIt(String text, V0Level level) {
    assertThat(V0Level.parse(text)).isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.1", "0.4", "1.0", "0.33", "02"})
  void otherReleasesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> V0Level.parse(text));
  }

  @Test
  void later03KnowsAllThat02Knows() {
    assertThat(V0Level.V0_3.isAtLeast(V0Level.V0_2)).isTrue();
    assertThat(V0Level.V0_2.isAtLeast(V0Level.V0_3)).isFalse();
  }
}
