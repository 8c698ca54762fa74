package org.csiscaleio.image.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = new Redaction();

  @Test
  void aKnownSecretIsStarredOutWhereverItStands() {
    redaction.remember("p4ss\"wo\\rd +1");

    assertThat(redaction.apply("login with p4ss\"wo\\rd +1 failed: p4ss\"wo\\rd +1"))
        .isEqualTo("login with *** failed: ***");
  }

  @Test
  void itsEncodingsAreStarredOutToo() {
    redaction.remember("p4ss\"wo\\rd +1");
    String base64 =
        Base64.getEncoder().encodeToString("p4ss\"wo\\rd +1".getBytes(StandardCharsets.UTF_8));

    assertThat(redaction.apply("a " + base64 + " b p4ss%22wo%5Crd+%2B1 c p4ss\\\"wo\\\\rd +1"))
        .isEqualTo("a *** b *** c ***");
  }

  @Test
  void aSecretThatHoldsAnotherIsStarredOutWhole() {
    redaction.remember("hush");
    redaction.remember("hush-hush-much-longer");

    assertThat(redaction.apply("x hush-hush-much-longer y hush z")).isEqualTo("x *** y *** z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Basic YWRtaW46UGFzc3dvcmQxMjM=",
        "authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
        "sent BASIC YWRtaW46UGFzc3dvcmQxMjM="
      })
  void authorisationHeadersAreKnownByTheirForm(String line) {
    assertThat(redaction.apply(line)).endsWith(" ***").doesNotContain("YWRt", "eyJ");
  }

  @Test
  void wordsTooShortToBeSecretsAreLeft() {
    redaction.remember("on");

    assertThat(redaction.apply("volume is on host")).isEqualTo("volume is on host");
  }

  @Test
  void whatRequestsBringIsForgottenInTimeAndOurOwnIsNot() {
    redaction.remember("our own secret");
    redaction.rememberPassing("the-first-secret");
    for (int i = 0; i < 2000; i++) {
      redaction.rememberPassing("secret-number-" + i);
    }

    assertThat(redaction.apply("secret-number-1999")).isEqualTo("***");
    assertThat(redaction.apply("the-first-secret")).isEqualTo("the-first-secret");
    assertThat(redaction.apply("our own secret")).isEqualTo("***");
  }
}
