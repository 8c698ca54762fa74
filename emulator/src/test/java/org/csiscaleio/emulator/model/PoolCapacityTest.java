package org.csiscaleio.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The figures were reported by real pools, or by a pool that was reckoned by hand. */
class PoolCapacityTest {
  @Test
  void spareIsAPercentageInWholeMebibytes() {
    assertThat(PoolCapacity.spare(311_424_000, 10)).isEqualTo(31_141_888);
    assertThat(PoolCapacity.spare(845_783_040, 10)).isEqualTo(84_578_304);
    assertThat(PoolCapacity.spare(834_662_400, 25)).isEqualTo(208_665_600);
  }

  @Test
  void poolWithAThickVolumeAndAFewThinBytes() {
    var capacity = new PoolCapacity(311_424_000, 31_141_888, 16_777_216, 30_720, 8_388_608);
    assertThat(capacity.availableForAllocationKib()).isEqualTo(117_440_512);
    assertThat(capacity.unusedKib()).isEqualTo(311_424_000 - 31_141_888 - 16_777_216 - 30_720);
  }

  @Test
  void poolWithElevenThinVolumes() {
    var capacity = new PoolCapacity(845_783_040, 84_578_304, 0, 2_496_512, 92_274_688);
    assertThat(capacity.availableForAllocationKib()).isEqualTo(369_098_752);
    assertThat(capacity.allocationLimitKib()).isEqualTo(3_707_764_736L);
  }

  @Test
  void poolWithOneEmptyThinVolume() {
    var capacity = new PoolCapacity(845_783_040, 84_578_304, 0, 0, 8_388_608);
    assertThat(capacity.availableForAllocationKib()).isEqualTo(377_487_360);
    assertThat(capacity.allocationLimitKib()).isEqualTo(3_791_650_816L);
  }

  @Test
  void systemOfTwoPoolsIsNoMoreThanOnePoolOfTheirSums() {
    var capacity = new PoolCapacity(337_638_400, 118_172_672, 16_777_216, 48_609_280, 0);
    // The real system said one unit less: it floors each pool by itself.
    assertThat(capacity.availableForAllocationKib() - PoolCapacity.GRANULARITY_KIB)
        .isEqualTo(67_108_864);
  }

  @Test
  void fourDevicesAThickAndAThinVolume() {
    var capacity =
        new PoolCapacity(834_662_400, 208_665_600, 16_777_216, 0, 8_388_608 + 16_777_216);
    assertThat(capacity.unusedKib()).isEqualTo(609_219_584);
    assertThat(capacity.netUnusedKib()).isEqualTo(304_609_792);
    assertThat(capacity.availableForAllocationKib()).isEqualTo(301_989_888);
    assertThat(capacity.allocationLimitKib()).isEqualTo(3_103_784_960L);
  }

  @Test
  void aFullPoolHasNothingToGiveAndNeverLess() {
    var capacity = new PoolCapacity(100_000_000, 10_000_000, 60_000_000, 40_000_000, 999_999_999);
    assertThat(capacity.availableForAllocationKib()).isZero();
    assertThat(capacity.allocationLimitKib()).isZero();
    assertThat(capacity.reached(90)).isTrue();
  }
}
