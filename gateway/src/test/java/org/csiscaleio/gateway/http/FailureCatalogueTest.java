package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.json.ErrorReader.Detail;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrays have been seen to say, and what it means. Code 0 stands for "another release's". */
class FailureCatalogueTest {

  static Stream<Arguments> sayings() {
    return Stream.of(
        saying(Kind.VOLUME_NOT_FOUND, "Could not find the volume", 79, 78),
        saying(Kind.VOLUME_NOT_FOUND, "The VTree was not found", 896),
        saying(
            Kind.VOLUME_NOT_FOUND,
            "No volumes were found under the given consistency group or the consistency group ID is"
                + " not valid",
            185),
        saying(Kind.NOTHING_TO_DO, "There is nothing to do", 183),
        saying(Kind.VOLUME_NOT_FOUND, "Invalid volume ID. Please try again with a valid ID.", 88),
        saying(Kind.NAME_IN_USE, "Volume name already in use. Please use a different name.", 99),
        saying(
            Kind.INVALID_NAME, "The given name exceeds the allowed length of 31 characters.", 226),
        saying(
            Kind.INVALID_NAME,
            "The given name contains invalid characters. Use alphanumeric and punctuation"
                + " characters only. Spaces are not allowed.",
            227,
            231),
        saying(
            Kind.ILLEGAL_SIZE,
            "The specified volume size is illegal. Volume size must be in 8 GB blocks",
            225),
        saying(Kind.ILLEGAL_SIZE, "The volume size too large", 190),
        saying(Kind.ILLEGAL_SIZE, "Volume capacity can only be increased", 133),
        saying(
            Kind.NO_CAPACITY,
            "Requested volume size exceeds the volume allocation limit",
            300,
            311),
        saying(
            Kind.NO_CAPACITY,
            "Storage Pool reached critical capacity utilization. Unable to create new thin volumes",
            337),
        saying(
            Kind.NO_CAPACITY,
            "The capacity of the Storage Pool is too small to create new snapshots",
            191),
        saying(Kind.NO_CAPACITY, "Allocating Thin volume violates Thick volume reservation", 314),
        saying(Kind.NO_CAPACITY, "Insufficient resources", 67),
        saying(Kind.NO_CAPACITY, "System capacity is unbalanced", 165),
        saying(Kind.BUSY, "The system is busy. Retry later", 164),
        saying(Kind.BUSY, "Could not create the volume", 166),
        saying(
            Kind.DOMAIN_NOT_ACTIVE,
            "Storage Pools must contain devices from at least three Fault Sets or SDSs",
            287),
        saying(Kind.DOMAIN_NOT_ACTIVE, "The Protection Domain is not active.", 213),
        saying(
            Kind.LIMIT_REACHED,
            "You have exceeded the maximum number of volumes allowed in a Storage Pool",
            96),
        saying(Kind.LIMIT_REACHED, "There are too many volumes", 97),
        saying(Kind.LIMIT_REACHED, "There are too many volumes in the VTree", 181),
        saying(Kind.LIMIT_REACHED, "There are too many snapshots in the VTree", 182),
        saying(Kind.LIMIT_REACHED, "There are too many mappings", 87),
        saying(
            Kind.LIMIT_REACHED,
            "The SDC is mapped to too many volumes. Please remove some mapping.",
            294),
        saying(Kind.POOL_NOT_FOUND, "Could not find Storage Pool", 171),
        saying(Kind.POOL_NOT_FOUND, "The Storage Pool ID is not valid. Please use a valid ID", 174),
        saying(
            Kind.POOL_NOT_FOUND,
            "The specified Storage Pool is not in the specified Protection Domain",
            197),
        saying(Kind.DOMAIN_NOT_FOUND, "Could not find Protection Domain", 142),
        saying(Kind.SDC_NOT_FOUND, "Could not find the SDC", 80),
        saying(Kind.SDC_NOT_FOUND, "Invalid SDC ID. Please try again with a valid ID.", 90),
        saying(
            Kind.SDC_NOT_FOUND,
            "The given GUID is invalid. Please specify GUID in the following format: x-x-x-x-x",
            348),
        saying(Kind.SDC_NOT_APPROVED, "The SDC is not approved", 322),
        saying(Kind.ALREADY_MAPPED, "The volume is already mapped to this SDC", 81, 4037),
        saying(
            Kind.MAPPED_ELSEWHERE, "Only a single SDC may be mapped to this volume at a time", 306),
        saying(
            Kind.MAPPED_ELSEWHERE,
            "This volume is already mapped and may not be mapped to additional SDCs.",
            297),
        saying(Kind.MAPPED_ELSEWHERE, "The volume is already mapped to all SDCs", 82),
        saying(Kind.MAPPED_ELSEWHERE, "The volume is already mapped to SCSI Initiator", 83),
        saying(Kind.MAPPED_ELSEWHERE, "The volume is mapped to all SDCs", 86),
        saying(Kind.NOT_MAPPED, "The volume is not mapped to SDC", 84, 4039),
        saying(Kind.VOLUME_MAPPED, "Volume is mapped", 104),
        saying(
            Kind.REMOVAL_IN_PROGRESS, "A volume removal operation is currently in progress.", 212),
        saying(Kind.NOT_READY, "Not connected", 4),
        saying(Kind.NOT_READY, "The MDM cluster state is incorrect", 105),
        saying(Kind.BUSY, "A timeout occurred", 68),
        saying(Kind.BUSY, "Communication error", 69),
        saying(
            Kind.NOT_PERMITTED,
            "Permission denied. Please check that you are using the correct user name, password",
            247),
        saying(
            Kind.NOT_PERMITTED,
            "You do not have permission to perform this operation. Please contact your system"
                + " administrator for assistance.",
            168),
        saying(Kind.NOT_AUTHENTICATED, "Invalid session. Please login and try again.", 248));
  }

  private static Arguments saying(Kind kind, String words, Integer... codes) {
    return argumentSet(words, kind, words, List.of(codes));
  }

  @ParameterizedTest
  @MethodSource("sayings")
  void itsWordsAreUnderstoodUnderEveryCode(Kind kind, String words, List<Integer> codes) {
    var known = new ArrayList<>(codes);
    known.add(0);
    known.add(100_000);
    for (int code : known) {
      assertThat(meaning(refusal(words, code))).as("code %d", code).isEqualTo(kind);
    }
  }

  @ParameterizedTest
  @MethodSource("sayings")
  void itsWordsAreUnderstoodInDetailsAndInAnyCase(Kind kind, String words, List<Integer> codes) {
    var detailed =
        new Refusal(
            true, "Error with details", 0, List.of(new Detail(0, words.toUpperCase(Locale.ROOT))));

    assertThat(meaning(detailed)).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("sayings")
  void itsReliableCodesAreUnderstoodWithoutWords(Kind kind, String words, List<Integer> codes) {
    for (int code : codes) {
      // Up to 226 codes have never moved, but for 78; those two were seen on 4.x arrays.
      if ((code <= 226 && code != 78) || code == 4037 || code == 4039) {
        assertThat(meaning(refusal("", code))).as("code %d", code).isEqualTo(kind);
        assertThat(meaning(new Refusal(true, "", 0, List.of(new Detail(code, "")))))
            .as("detail %d", code)
            .isEqualTo(kind);
      }
    }
  }

  @Test
  void aCodeThatMovedIsNotTrustedWithoutItsWords() {
    assertThat(meaning(refusal("Could not find SDS", 78))).isEqualTo(Kind.REFUSED);
    assertThat(meaning(refusal("Something new", 306))).isEqualTo(Kind.REFUSED);
  }

  @Test
  void theStatusDecidesBeforeAnythingElse() {
    Refusal misleading = refusal("Could not find the volume", 79);

    assertThat(kind(401, misleading)).isEqualTo(Kind.NOT_AUTHENTICATED);
    assertThat(kind(403, Refusal.NONE)).isEqualTo(Kind.NOT_READY);
    assertThat(kind(403, refusal("You do not have permission", 0))).isEqualTo(Kind.NOT_PERMITTED);
    assertThat(kind(428, misleading)).isEqualTo(Kind.NOT_READY);
    assertThat(kind(429, Refusal.NONE)).isEqualTo(Kind.BUSY);
    assertThat(kind(502, misleading)).isEqualTo(Kind.NOT_READY);
    assertThat(kind(503, misleading)).isEqualTo(Kind.NOT_READY);
  }

  @Test
  void whatIsNotInTheListKeepsItsStatusesMeaning() {
    assertThat(kind(400, refusal("Request message is not valid", 0)))
        .isEqualTo(Kind.INVALID_REQUEST);
    assertThat(kind(406, Refusal.NONE)).isEqualTo(Kind.INVALID_REQUEST);
    assertThat(kind(302, Refusal.NONE)).isEqualTo(Kind.UNEXPECTED);
    assertThat(kind(500, refusal("The moon is full", 77))).isEqualTo(Kind.REFUSED);
    assertThat(kind(500, Refusal.NONE)).isEqualTo(Kind.UNEXPECTED);
  }

  @Test
  void aBareNotFoundMeansWhatTheRequestIsAbout() {
    assertThat(FailureCatalogue.of(500, refusal("Not found", 3), Kind.SDC_NOT_FOUND).kind())
        .isEqualTo(Kind.SDC_NOT_FOUND);
    assertThat(FailureCatalogue.of(404, refusal("?", 0), Kind.POOL_NOT_FOUND).kind())
        .isEqualTo(Kind.POOL_NOT_FOUND);
    assertThat(FailureCatalogue.of(404, Refusal.NONE, Kind.POOL_NOT_FOUND).kind())
        .isEqualTo(Kind.INVALID_REQUEST);
  }

  @Test
  void onlyWhatMayHaveHappenedIsDoubtful() {
    assertThat(FailureCatalogue.of(500, refusal("", 68), Kind.REFUSED).doubtful()).isTrue();
    assertThat(FailureCatalogue.of(500, refusal("", 4), Kind.REFUSED).doubtful()).isTrue();
    assertThat(FailureCatalogue.of(500, Refusal.NONE, Kind.REFUSED).doubtful()).isTrue();
    assertThat(FailureCatalogue.of(504, Refusal.NONE, Kind.REFUSED).doubtful()).isTrue();
    assertThat(FailureCatalogue.of(500, refusal("", 164), Kind.REFUSED).doubtful()).isFalse();
    assertThat(FailureCatalogue.of(500, refusal("", 99), Kind.REFUSED).doubtful()).isFalse();
    assertThat(FailureCatalogue.of(428, Refusal.NONE, Kind.REFUSED).doubtful()).isFalse();
  }

  private static Refusal refusal(String words, int code) {
    return new Refusal(true, words, code, List.of());
  }

  private static Kind meaning(Refusal refusal) {
    return kind(500, refusal);
  }

  private static Kind kind(int status, Refusal refusal) {
    return FailureCatalogue.of(status, refusal, Kind.UNEXPECTED).kind();
  }
}
