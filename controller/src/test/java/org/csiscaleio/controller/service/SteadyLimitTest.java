package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyLimitTest {
  private static final long GIB = 1L << 30;

  private final SteadyLimit limit = new SteadyLimit(640 * GIB);

  @Test
  void anHonestQuotaNeverMoves() {
    for (long possible : List.of(10_000L, 640L, 641L, 5000L, 640L)) {
      assertThat(limit.update(possible * GIB)).isEqualTo(640 * GIB);
    }
  }

  @Test
  void itGoesDownByAStepAndUpByTwo() {
    assertThat(limit.update(561 * GIB)).isEqualTo(640 * GIB);
    assertThat(limit.update(559 * GIB)).isEqualTo(480 * GIB);
    assertThat(limit.update(639 * GIB)).isEqualTo(480 * GIB);
    assertThat(limit.update(401 * GIB)).isEqualTo(480 * GIB);
    assertThat(limit.update(400 * GIB)).isEqualTo(400 * GIB);
    assertThat(limit.update(560 * GIB)).isEqualTo(560 * GIB);
    assertThat(limit.update(719 * GIB)).isEqualTo(560 * GIB);
    assertThat(limit.update(720 * GIB)).isEqualTo(640 * GIB);
    assertThat(limit.update(0)).isZero();
  }

  @Test
  void itNeverPromisesAStepMoreThanThereIs() {
    var random = new Random(20260103);
    for (int i = 0; i < 10_000; i++) {
      long possible = random.nextLong(800 * GIB);
      assertThat(limit.update(possible)).isBetween(0L, 640 * GIB).isLessThan(possible + 80 * GIB);
    }
  }

  @Test
  void aWobbleOfOneStepIsNotSeen() {
    limit.update(550 * GIB);
    var random = new Random(20260104);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(limit.update((450 + random.nextInt(150)) * GIB));
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void aSmallQuotaOfAFullPoolIsNotOffered() {
    assertThat(new SteadyLimit(8 * GIB).update(0)).isZero();
    assertThat(new SteadyLimit(8 * GIB).update(8 * GIB)).isEqualTo(8 * GIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "sp1=", "=5", "sp1=5=x", "-1", "sp1=-1", "99999999999", "1.5"})
  void whatIsNoQuotaIsRefused(String text) {
    assertThatThrownBy(() -> PoolQuotas.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQuotaIsSaidOnce() {
    assertThatThrownBy(() -> PoolQuotas.of(List.of("sp1=5", "sp1=6")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
