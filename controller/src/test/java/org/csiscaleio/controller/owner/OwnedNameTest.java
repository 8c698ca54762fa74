package org.csiscaleio.controller.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedNameTest {
  private static final long SEED = 20260102;
  private static final int ROUNDS = 20_000;
  private static final OwnerTag TAG = new Owner("node17").tag();

  /** The vectors of docs/volume-names.md. They hold for ever. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B71F01AE-FF7A-47C5-A303-583FFD416818/default | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | 8192       | MHtA9O9M=MKUVS3eriy3b4Z9eeAACAA
          B71F01AE-FF7A-47C5-A303-583FFD416818/default | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | 1          | MHtA9O9M=MKUVS3eriy3b4Z9eeAAAAB
          0C9E5D62-31A4-4C0B-9E3B-7D1A6F0F21B4/com-dell-scaleio-csi-node17 | f81d4fae-7dec-11d0-a765-00a0c91e6bf6 | 8192 | N3kefNOJ=MKUVS3eriy3b4Z9eeAACAA
          node17                                       | two words                            | 102400     | 88I01mrE=oD8dYRZF61OtFsGvVAAZAA
          node17                                       | 数据库                                | 1073741823 | 88I01mrE=JjIA19UptSKpAlblj_____
          """)
  void theVectorsHold(String owner, String requested, long mib, String expected) {
    assertThat(OwnedName.of(new Owner(owner).tag(), requested, mib).arrayName())
        .isEqualTo(expected);
  }

  @Test
  void theVectorOfAnAdoptedVolumeHolds() {
    assertThat(OwnedName.ofAdopted(TAG, "5c7723f800000001", 16384).arrayName())
        .isEqualTo("88I01mrE=GGXw65zAT0AExRBcyAAEAA");
  }

  @Test
  void everyNameHas31CharactersTheArrayTakesAndIsReadBack() {
    var random = new Random(SEED);
    Map<String, OwnedName> seen = new HashMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      var owner = new Owner(UUID.nameUUIDFromBytes(bytes(random)) + "/i" + random.nextInt(3));
      long mib = 1 + (random.nextLong() & Long.MAX_VALUE) % OwnedName.LARGEST_MIB;
      var name = OwnedName.of(owner.tag(), text(random), mib);

      String onArray = name.arrayName();
      assertThat(onArray).hasSize(31).matches("[!-~]{31}");
      assertThat(OwnedName.parse(onArray)).contains(name);
      OwnedName other = seen.put(onArray, name);
      assertThat(other == null || other.equals(name)).isTrue();
    }
  }

  @Test
  void allSizesAreKept() {
    for (long mib = 1; mib <= OwnedName.LARGEST_MIB; mib = mib * 3 / 2 + 1) {
      var name = OwnedName.of(TAG, "data", mib);
      assertThat(OwnedName.parse(name.arrayName()).orElseThrow().sizeMib()).isEqualTo(mib);
      assertThat(name.sizeBytes()).isEqualTo(mib << 20);
    }
    assertThat(OwnedName.of(TAG, "data", OwnedName.LARGEST_MIB).arrayName()).endsWith("_____");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 30, Long.MAX_VALUE})
  void aSizeWithoutPlaceInANameIsOutOfRange(long mib) {
    assertThatThrownBy(() -> OwnedName.of(TAG, "data", mib))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.code()).isEqualTo(Failure.Code.OUT_OF_RANGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "88I01mrE",
        "88I01mrE=oD8dYRZF61OtFsGvVAAAAA",
        "88I01mrE=oD8dYRZF61OtFsGvVAAZA",
        "88I01mrE=oD8dYRZF61OtFsGvVAAZAAA",
        "88I01mr_=oD8dYRZF61OtFsGvVAAZAA",
        "88I01mrE-oD8dYRZF61OtFsGvVAAZAA",
        "88I01mrE=oD8dYRZF61OtFsG+VAAZAA"
      })
  void whatHasNotTheFormIsNobodys(String name) {
    assertThat(OwnedName.parse(name)).isEmpty();
  }

  @Test
  void handingOverChangesTheTagOnly() {
    var name = OwnedName.of(TAG, "data", 5);
    var handed = name.ownedBy(new Owner("node18").tag());

    assertThat(handed.arrayName().substring(8)).isEqualTo(name.arrayName().substring(8));
    assertThat(handed.sameRequest(name)).isFalse();
    assertThat(handed.sameRequest(OwnedName.of(handed.tag(), "data", 6))).isTrue();
  }

  @Test
  void aGuidInAnOwnerHasNoCase() {
    var owner = Owner.of("b71f01ae-ff7a-47c5-a303-583ffd416818", "Default");

    assertThat(owner.text()).isEqualTo("B71F01AE-FF7A-47C5-A303-583FFD416818/Default");
    assertThat(owner.sdcGuid()).contains("B71F01AE-FF7A-47C5-A303-583FFD416818");
    assertThat(owner.instance()).contains("Default");
    assertThat(new Owner("Node17").tag()).isNotEqualTo(TAG);
    assertThat(new Owner("Node17").sdcGuid()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words", "tab\t", "ü"})
  void whatIsNoOwnerIsRefused(String text) {
    assertThat(Owner.isOwner(text)).isFalse();
    assertThatThrownBy(() -> new Owner(text)).isInstanceOf(Failure.class);
  }

  private static byte[] bytes(Random random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(Random random) {
    return random
        .ints(1 + random.nextInt(40), 0x20, 0x2fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
