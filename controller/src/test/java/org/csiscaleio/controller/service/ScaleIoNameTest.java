package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleIoNameTest {
  private static final long SEED = 20260101;
  private static final int ROUNDS = 20_000;

  /** The vectors of docs/volume-names.md. They hold for ever. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sanity                                        | sanity
          db/0:primary!                                 | db/0:primary!
          a123456789b123456789c123456789d               | a123456789b123456789c123456789d
          pvc-6fa459ea-ee8a-3ca4-894e-db77e160355e      | pvc-b6RZ6u6KPKSJTtt34WA1Xg
          csi-vol-16fd2706-8baf-433b-82eb-8c7fada847da  | csi-vol-Fv0nBouvQzuC64x_rahH2g
          pvc-6FA459EA-EE8A-3CA4-894E-DB77E160355E      | pvc_6FA459-n51S01YVrvpVfFiPYdGA
          6fa459ea-ee8a-3ca4-894e-db77e160355e          | 6fa459ea_e-rhXMlxXNPuhlKGFyJwgG
          two words                                     | two_words-oD8dYRZF61OtFsGvVAFC
          a123456789b123456789c123456789de              | a123456789-D8e_ysDYMDY9mdI500p0
          pvc-b6RZ6u6KPKSJTtt34WA1Xg                    | pvc_b6RZ6u-qEtsUE2WCB_F6yh3SgUA
          数据库                                         | ___-JjIA19UptSKpAlbljB0w
          """)
  void theVectorsHold(String requested, String expected) {
    assertThat(ScaleIoName.of(requested)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nightly                                       | nightly-KjtitT3bnxZ7Y9IiAguT
          snapshot-6fa459ea-ee8a-3ca4-894e-db77e160355e | snapshot_6-9s3GIb3ROKvg7tmyQj_i
          two words                                     | two_words-oD8dYRZF61OtFsGvV_69
          数据库                                         | ___-JjIA19UptSKpAlblj-LP
          """)
  void theVectorsOfSnapshotsHold(String requested, String expected) {
    assertThat(ScaleIoName.ofSnapshot(requested)).isEqualTo(expected);
    assertThat(ScaleIoName.isSnapshotForm(expected)).isTrue();
    assertThat(ScaleIoName.isHashForm(expected)).isFalse();
    assertThat(ScaleIoName.of(expected)).as("a volume of that name").isNotEqualTo(expected);
  }

  @Test
  void theVectorsOfGroupsHold() {
    assertThat(ScaleIoName.ofGroupMember("group-a", 0)).isEqualTo("group_a-O3-zu0d35qTPYnuKjuA_");
    assertThat(ScaleIoName.ofGroupMember("group-a", 1)).isEqualTo("group_a-fdmcjpoWEzhjoLYxRpgK");
    assertThat(ScaleIoName.isGroupMemberForm("group_a-fdmcjpoWEzhjoLYxRpgK")).isTrue();
  }

  @Test
  void volumesSnapshotsAndMembersOfOneNameHaveThreeNames() {
    var random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      String requested = "name " + random.nextLong();
      String volume = ScaleIoName.of(requested);
      String snapshot = ScaleIoName.ofSnapshot(requested);
      String member = ScaleIoName.ofGroupMember(requested, random.nextInt(1024));
      assertThat(new HashSet<>(List.of(volume, snapshot, member))).hasSize(3);
      for (String name : List.of(volume, snapshot, member)) {
        assertThat(ScaleIoName.isValid(name)).isTrue();
        assertThat(ScaleIoName.isHashForm(name)).isEqualTo(name.equals(volume));
        assertThat(ScaleIoName.isSnapshotForm(name)).isEqualTo(name.equals(snapshot));
        assertThat(ScaleIoName.isGroupMemberForm(name)).isEqualTo(name.equals(member));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "sanity",
        "my-application-data-volume-01",
        "k8s-1a2b3c4d5e",
        "UPPER.lower_0-9",
        "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~",
        "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p"
      })
  void aNameTheArrayTakesIsKept(String name) {
    assertThat(ScaleIoName.of(name)).isEqualTo(name);
  }

  @Test
  void namesThatShareTheirFirst31CharactersStayApart() {
    String common = "sanity-controller-create-volume-with-a-long-name-";
    assertThat(ScaleIoName.of(common + "1")).isNotEqualTo(ScaleIoName.of(common + "2"));
  }

  @Test
  void onlyAUuidOfItsOwnFormIsShortened() {
    String uuid = "16fd2706-8baf-433b-82eb-8c7fada847da";
    assertThat(ScaleIoName.isUuidForm(ScaleIoName.of("pvc-" + uuid))).isTrue();
    for (String other :
        new String[] {
          uuid,
          "-" + uuid,
          "pvc_" + uuid,
          "ninechars-" + uuid,
          "pvc-" + uuid.toUpperCase(Locale.ROOT),
          "pvc-" + uuid + "0",
          "pvc-00000000-0000-0000-0000-000000000000"
        }) {
      assertThat(ScaleIoName.isUuidForm(ScaleIoName.of(other))).as(other).isFalse();
      assertThat(ScaleIoName.isHashForm(ScaleIoName.of(other))).as(other).isTrue();
    }
  }

  /** Somebody who asks for the name another volume has on the array does not get that volume. */
  @Test
  void aNameThatIsAnotherOnesShortFormIsNotKept() {
    String ofUuid = ScaleIoName.of("pvc-16fd2706-8baf-433b-82eb-8c7fada847da");
    String ofLong = ScaleIoName.of("a name that is much too long for the array, with spaces");
    assertThat(ScaleIoName.of(ofUuid)).isNotEqualTo(ofUuid);
    assertThat(ScaleIoName.of(ofLong)).isNotEqualTo(ofLong);
  }

  /** Nor the volume of an owner in node scope. */
  @Test
  void noNameIsOneOfNodeScope() {
    var tag = new Owner("node17").tag();
    var random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      String requested = anyName(random);
      assertThat(OwnedName.isOwned(ScaleIoName.of(requested))).as(requested).isFalse();
      String owned = OwnedName.of(tag, requested, 1 + random.nextInt(1 << 20)).arrayName();
      assertThat(ScaleIoName.isUuidForm(owned) || ScaleIoName.isHashForm(owned)).isFalse();
      assertThat(ScaleIoName.isHashForm(ScaleIoName.of(owned))).isTrue();
    }
  }

  @Test
  void everyNameIsValidStableAndItsOwn() {
    var random = new Random(SEED);
    Map<String, String> requestedByName = new HashMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      String requested = anyName(random);
      String name = ScaleIoName.of(requested);
      assertThat(ScaleIoName.isValid(name)).as("%s -> %s", requested, name).isTrue();
      assertThat(ScaleIoName.of(requested)).isEqualTo(name);
      String other = requestedByName.put(name, requested);
      assertThat(other == null || other.equals(requested))
          .as("%s and %s both become %s", other, requested, name)
          .isTrue();
    }
  }

  @Test
  void keptShortenedAndHashedNamesNeverMeet() {
    var random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      String requested = anyName(random);
      String name = ScaleIoName.of(requested);
      int forms =
          (name.equals(requested) ? 1 : 0)
              + (ScaleIoName.isUuidForm(name) ? 1 : 0)
              + (ScaleIoName.isHashForm(name) ? 1 : 0);
      assertThat(forms).as("%s -> %s", requested, name).isEqualTo(1);
    }
  }

  @Test
  void hardlyAnyOrdinaryNameIsTakenForAShortForm() {
    var random = new Random(SEED);
    int kept = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String name = wordy(random);
      kept += ScaleIoName.of(name).equals(name) ? 1 : 0;
    }
    assertThat(kept).isGreaterThan(ROUNDS * 99 / 100);
  }

  private static String anyName(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> wordy(random);
      case 1 -> ascii(random, 1 + random.nextInt(31)) + "-" + uuid(random);
      case 2 -> ascii(random, 1 + random.nextInt(128));
      case 3 -> unicode(random, 1 + random.nextInt(40));
      // What is on the array already, asked for by that name.
      default -> ScaleIoName.of(unicode(random, 1 + random.nextInt(40)) + uuid(random));
    };
  }

  private static String wordy(Random random) {
    var name = new StringBuilder();
    while (name.length() < 22 + random.nextInt(6)) {
      name.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
      if (random.nextInt(5) == 0) {
        name.append('-').append((char) ('a' + random.nextInt(26)));
      }
    }
    return name.toString();
  }

  private static String uuid(Random random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return UUID.nameUUIDFromBytes(bytes).toString();
  }

  private static String ascii(Random random, int length) {
    return random
        .ints(length, ' ', 127)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String unicode(Random random, int length) {
    return random
        .ints(length, 0xa0, 0xd7ff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void anOwnersSnapshotsBearItsTag() {
    var owner = new OwnerTag("88I01mrE");
    String snapshot = ScaleIoName.ofSnapshot(owner, "nightly");
    assertThat(snapshot).isEqualTo("88I01mrE-mb-1y2yHBSDbSbMfvM8c");
    assertThat(ScaleIoName.ofGroupMember(owner, "group-a", 0))
        .isEqualTo("88I01mrE-ek-ddJFGcYXgHYx_856y");
    assertThat(ScaleIoName.ofGroupMember(owner, "group-a", 1))
        .isEqualTo("88I01mrE-DFcLyXISiGpfHj0qISVS");
    assertThat(ScaleIoName.isSnapshotForm(snapshot)).isTrue();
    assertThat(ScaleIoName.isSnapshotOf(owner, snapshot)).isTrue();
    assertThat(ScaleIoName.isSnapshotOf(owner, "88I01mrE-DFcLyXISiGpfHj0qISVS")).isTrue();
    assertThat(ScaleIoName.isSnapshotOf(new OwnerTag("00000000"), snapshot)).isFalse();
    assertThat(ScaleIoName.isSnapshotOf(owner, ScaleIoName.ofSnapshot("nightly"))).isFalse();
    assertThat(ScaleIoName.isSnapshotOf(owner, "88I01mrE-by-hand")).isFalse();
  }
}
