package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GIB;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.OUT_OF_RANGE;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeRangeTest {
  private static final long DEFAULT = 16 * GIB;
  private static final long MAX = (1L << 20) * GIB;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 8",
    "8589934592, 0, 8",
    "8589934593, 0, 16",
    "10737418240, 17179869184, 16",
    "0, 0, 16",
    "0, 107374182400, 16",
    "0, 8589934592, 8",
    "0, 15032385536, 8",
    "8589934592, 8589934592, 8"
  })
  void theLeastSizeOfTheArrayInTheRangeIsChosen(long required, long limit, long gib) {
    assertThat(new SizeRange(required, limit).choose(DEFAULT, MAX)).isEqualTo(gib * GIB);
  }

  @ParameterizedTest
  @CsvSource({"10737418240, 10737418240", "1, 8589934591", "0, 8589934591", "0, 1"})
  void aRangeWithoutAMultipleOf8GiBIsOutOfRange(long required, long limit) {
    var range = new SizeRange(required, limit);
    assertFails(OUT_OF_RANGE, () -> range.choose(DEFAULT, MAX), "multiples of 8 GiB");
  }

  @Test
  void moreThanTheArrayMakesIsOutOfRange() {
    assertThat(new SizeRange(MAX, 0).choose(DEFAULT, MAX)).isEqualTo(MAX);
    assertFails(
        OUT_OF_RANGE,
        () -> new SizeRange(MAX + 1, 0).choose(DEFAULT, MAX),
        "1048584 GiB",
        "limit of 1048576 GiB");
  }

  @Test
  void theGreatestNumbersDoNotOverflow() {
    assertFails(
        OUT_OF_RANGE, () -> new SizeRange(Long.MAX_VALUE, 0).choose(DEFAULT, Long.MAX_VALUE));
    long greatest = Long.MAX_VALUE / (8 * GIB) * (8 * GIB);
    assertThat(new SizeRange(greatest, 0).choose(DEFAULT, Long.MAX_VALUE)).isEqualTo(greatest);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "2, 1"})
  void whatIsNoRangeIsRefused(long required, long limit) {
    assertFails(INVALID_ARGUMENT, () -> new SizeRange(required, limit));
  }

  @Test
  void whateverIsChosenLiesInTheRangeAndOnTheGrid() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long required = random.nextLong(1L << 42);
      var range = new SizeRange(required, required + 8 * GIB);
      long chosen = range.choose(DEFAULT, MAX);
      assertThat(chosen % (8 * GIB)).isZero();
      assertThat(range.contains(chosen)).isTrue();
      assertThat(chosen - required).isLessThan(required == 0 ? DEFAULT + 1 : 8 * GIB);
    }
  }
}
