package org.csiscaleio.controller.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

class LimitsRecordTest {
  private static final String VOLUME = "5c7723f800000001";

  private static LimitsOverride limits(long iops, long mbps) {
    return new LimitsOverride(OptionalLong.of(iops), OptionalLong.of(mbps));
  }

  /** The vector of docs/qos.md. */
  @Test
  void theNameIsTheSameForEver() {
    assertThat(new LimitsRecord(VOLUME, limits(200, 10), 3).arrayName())
        .isEqualTo("q=XHcj-AAAAAEAAADJAAAACwADU4ojJ");
  }

  @Test
  void everyNameSaysWhatItWasMadeOf() {
    var random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      OptionalLong iops = any(random);
      OptionalLong mbps = any(random);
      if (iops.isEmpty() && mbps.isEmpty()) {
        continue;
      }
      var record =
          new LimitsRecord(
              HexFormat.of().toHexDigits(random.nextLong()),
              new LimitsOverride(iops, mbps),
              random.nextInt(1 << 16));
      assertThat(record.arrayName()).hasSize(31).matches("[!-~]+");
      assertThat(LimitsRecord.parse(record.arrayName())).contains(record);
    }
  }

  private static OptionalLong any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> OptionalLong.empty();
      case 1 -> OptionalLong.of(0);
      case 2 -> OptionalLong.of(LimitsOverride.LARGEST);
      default -> OptionalLong.of(random.nextLong(LimitsOverride.LARGEST));
    };
  }

  @Test
  void aNameThatIsOffByOneCharacterIsNoRecord() {
    String name = new LimitsRecord(VOLUME, limits(200, 10), 0).arrayName();
    for (int i = 0; i < name.length(); i++) {
      for (char other : new char[] {'x', 'Y', '-', '='}) {
        String changed = name.substring(0, i) + other + name.substring(i + 1);
        assertThat(LimitsRecord.isRecord(changed)).as(changed).isEqualTo(changed.equals(name));
      }
    }
    assertThat(LimitsRecord.isRecord("")).isFalse();
    assertThat(LimitsRecord.isRecord(name + "A")).isFalse();
  }

  @Test
  void ofTwoTheLaterIsToldAlsoWhenTheCountBeginsAnew() {
    var last = new LimitsRecord(VOLUME, limits(200, 0), 65535);
    var first = last.next(limits(0, 1));
    assertThat(first.sequence()).isZero();
    assertThat(first.isLaterThan(last)).isTrue();
    assertThat(last.isLaterThan(first)).isFalse();
    assertThat(last.isLaterThan(last)).isFalse();
  }

  @Test
  void limitsLargerThanTheArraysNumbersAreRefused() {
    assertThatThrownBy(() -> limits(LimitsOverride.LARGEST + 1, 0)).isInstanceOf(Failure.class);
  }

  @Test
  void whatIsNotSaidLeavesTheEarlierAsTheyAre() {
    var iopsOnly = new LimitsOverride(OptionalLong.of(0), OptionalLong.empty());
    assertThat(iopsOnly.over(limits(100, 5))).isEqualTo(limits(0, 5));
    assertThat(LimitsOverride.NOTHING.over(limits(100, 5))).isEqualTo(limits(100, 5));
  }
}
