package org.csiscaleio.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That answers are read leniently where it does no harm, and refused cleanly where it does. */
class ReadersTest {
  private static final int TRIES = 4000;

  private static final String VOLUME =
      """
      {"id":"5c7723f800000001","name":"vol","sizeInKb":16777216,"volumeType":"ThinProvisioned",
      "storagePoolId":"3f8d21c600000000","vtreeId":"6e1d09aa00000001","ancestorVolumeId":null,
      "creationTime":1574882772,"mappingToAllSdcsEnabled":false,"mappedSdcInfo":[{"sdcId":
      "9a4be1d700000002","sdcIp":"192.0.2.21","limitIops":0,"limitBwInMbps":0}],"links":[]}\
      """;

  static Stream<Arguments> readers() {
    return Stream.of(
        reader("volume", VOLUME, VolumeReader::read),
        reader(
            "sdc",
            "{\"id\":\"9a4be1d700000002\",\"sdcGuid\":\"B71F01AE\",\"sdcIps\":[\"192.0.2.1\"],"
                + "\"name\":null,\"sdcApproved\":true,\"mdmConnectionState\":\"Connected\",\"x\":1}",
            SdcReader::read),
        reader(
            "pool",
            "{\"id\":\"3f8d21c600000000\",\"name\":\"sp1\",\"protectionDomainId\":\"7b1c\","
                + "\"zeroPaddingEnabled\":true,\"capacityAlertCriticalThreshold\":90,\"x\":1}",
            PoolReader::pool),
        reader(
            "statistics",
            "{\"capacityLimitInKb\":834662400,\"spareCapacityInKb\":208665600,"
                + "\"capacityAvailableForVolumeAllocationInKb\":301989888,\"x\":\"Infinity\"}",
            PoolReader::statistics),
        reader(
            "domain",
            "{\"id\":\"7b1c9e4a00000000\",\"name\":\"pd1\",\"protectionDomainState\":\"Active\"}",
            PoolReader::protectionDomain),
        reader(
            "system",
            "{\"id\":\"1f3c6a2b7d8e9a0f\",\"name\":null,\"restrictedSdcMode\":\"None\",\"x\":1}",
            SystemReader::system),
        reader(
            "limits",
            "{\"systemLimitEntryList\":[{\"type\":\"volumeSizeGb\",\"maxVal\":\"1048576\",\"x\":1}]}",
            SystemReader::limits));
  }

  private static Arguments reader(String name, String good, Function<JsonInput, Object> reader) {
    return argumentSet(name, good, reader);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void aGoodAnswerIsRead(String good, Function<JsonInput, Object> reader) {
    assertThat(read(good.getBytes(UTF_8), reader)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void garbageIsReadOrCalledMalformedAndNothingElse(
      String good, Function<JsonInput, Object> reader) {
    var garbage = new Garbage(42);
    int malformed = 0;
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = garbage.from(good);
      try {
        read(bytes, reader);
      } catch (MalformedAnswer e) {
        malformed++;
      } catch (RuntimeException e) {
        throw new AssertionError("from: " + new String(bytes, UTF_8), e);
      }
    }
    assertThat(malformed).isGreaterThan(TRIES / 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        ",\"mdmConnectionState\":\"Connected\"; true",
        ",\"mdmConnectionState\":\"Disconnected\"; false",
        ",\"mdmConnectionState\":\"Joined\"; true",
        ",\"mdmConnectionState\":null; true",
        ",\"x\":1; true"
      })
  void anSdcIsGoneOnlyWhenTheArraySaysSo(String state, boolean connected) {
    String sdc = "{\"id\":\"9a4be1d700000002\",\"sdcGuid\":\"B71F01AE\"" + state + "}";

    assertThat(read(sdc.getBytes(UTF_8), SdcReader::read))
        .isEqualTo(Optional.of(new Sdc("9a4be1d700000002", "B71F01AE", "", "", true, connected)));
  }

  @Test
  void garbageAsARefusalIsNoFailureOfItsOwn() {
    String good =
        "{\"message\":\"Error with details\",\"httpStatusCode\":500,\"errorCode\":0,"
            + "\"details\":[{\"error\":\"X\",\"rc\":182,\"errorMessage\":\"too many\"}],\"x\":1}";
    var garbage = new Garbage(43);
    for (int i = 0; i < TRIES; i++) {
      assertThat(ErrorReader.read(new ByteArrayInputStream(garbage.from(good)))).isNotNull();
    }
  }

  @Test
  void aRefusalKeepsItsWordsWhenItsDetailsAreOdd() {
    for (String details : List.of("null", "\"x\"", "{}", "[null,1,{\"rc\":\"182\"}]")) {
      Refusal refusal =
          ErrorReader.read(
              stream("{\"message\":\"m\",\"errorCode\":\"79\",\"details\":" + details + "}"));
      assertThat(refusal.message()).isEqualTo("m");
      assertThat(refusal.code()).isEqualTo(79);
      assertThat(refusal.gatewaysOwn()).isTrue();
    }
  }

  @Test
  void whatAMalformedAnswerHeldIsNotRepeated() {
    assertThatThrownBy(() -> read("{\"id\":secret-token}".getBytes(UTF_8), VolumeReader::read))
        .isInstanceOf(MalformedAnswer.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void anAnswerThatBreaksOffIsToldFromAMalformedOne() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("reset");
          }
        };
    assertThatThrownBy(() -> JsonInput.of(broken))
        .isInstanceOfSatisfying(
            BrokenAnswer.class, e -> assertThat(e.trouble()).hasMessage("reset"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "sizeInKb", "storagePoolId"})
  void aVolumeWithoutWhatMattersIsRefused(String field) {
    assertThatThrownBy(
            () -> read(VOLUME.replace(field, "other").getBytes(UTF_8), VolumeReader::read))
        .isInstanceOf(MalformedAnswer.class)
        .hasMessageContaining(field);
  }

  @Test
  void aMappingWithoutItsHostIsRefusedRatherThanOverlooked() {
    String hostless = VOLUME.replace("sdcId", "other");

    assertThatThrownBy(() -> read(hostless.getBytes(UTF_8), VolumeReader::read))
        .isInstanceOf(MalformedAnswer.class);
  }

  @ParameterizedTest
  @CsvSource({
    "17, 17",
    "'\"17\"', 17",
    "17.9, 17",
    "1.7e1, 17",
    "-3, -3",
    "9223372036854775806, 9223372036854775806",
    "'\" 17 \"', 17"
  })
  void numbersAreReadFromAnyForm(String json, long expected) {
    assertThat(read(json.getBytes(UTF_8), JsonInput::number)).isEqualTo(OptionalLong.of(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"Infinity\"",
        "\"\"",
        "true",
        "1e400",
        "99999999999999999999999",
        "\"1e999999999\"",
        "{}"
      })
  void whatIsNoNumberIsMissing(String json) {
    assertThat(read(json.getBytes(UTF_8), JsonInput::number)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void aListMayBeNull() {
    List<String> seen = new ArrayList<>();
    read(
        "null".getBytes(UTF_8),
        in -> {
          in.array(() -> seen.add("?"));
          return seen;
        });
    assertThat(seen).isEmpty();
  }

  private static <T> T read(byte[] bytes, Function<JsonInput, T> reader) {
    try (JsonInput in = JsonInput.of(new ByteArrayInputStream(bytes))) {
      return reader.apply(in);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
