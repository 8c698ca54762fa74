package org.csiscaleio.image.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int MANY = 20_000;

  private static long taken(double ratio) {
    var ids = new SpanIds();
    var sampling = new Sampling(ratio);
    return Stream.generate(ids::trace).limit(MANY).filter(sampling::takes).count();
  }

  @Test
  void allOrNoneOrThatPartIsTaken() {
    assertThat(taken(1)).isEqualTo(MANY);
    assertThat(taken(0)).isZero();
    assertThat(taken(0.25)).isCloseTo(MANY / 4, Percentage.withPercentage(10));
  }

  @Test
  void itIsTheIdThatDecides() {
    var half = new Sampling(0.5);

    assertThat(half.takes("ffffffffffffffffff70000000000000")).isTrue();
    assertThat(half.takes("000000000000000000ffffffffffffff")).isFalse();
  }
}
