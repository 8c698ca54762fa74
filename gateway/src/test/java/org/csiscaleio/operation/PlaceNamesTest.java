package org.csiscaleio.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceNamesTest {
  private static final String ONE = "1f3c6a2b7d8e9a0f";
  private static final String OTHER = "2e706b2740ec200f";

  private final PlaceNames names = new PlaceNames("Org.Example");

  private Map<String, String> read(String... keysAndValues) {
    var segments = new java.util.HashMap<String, String>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      segments.put("org.example/" + keysAndValues[i], keysAndValues[i + 1]);
    }
    return names.read("requisite", Place.of(segments));
  }

  @Test
  void everyKeyHasThePluginsNameInLowerCaseAsItsPrefix() {
    assertThat(names.place(List.of(ONE, OTHER), Map.of("zone", "a")).segments())
        .containsExactly(
            Map.entry("org.example/" + ONE, "true"),
            Map.entry("org.example/" + OTHER, "true"),
            Map.entry("org.example/zone", "a"));
  }

  @Test
  void keysAreComparedWithoutRegardToCase() {
    assertThat(names.read("requisite", Place.of(Map.of("ORG.example/Zone", "a"))))
        .containsExactly(Map.entry("zone", "a"));
    assertThatThrownBy(() -> read("zone", "a", "ZONE", "b"))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone", "com.example/zone", "org.example/", "org.example"})
  void aKeyThisPluginCannotHaveToldIsInvalid(String key) {
    assertThatThrownBy(() -> names.read("requisite", Place.of(Map.of(key, "a"))))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT))
        .hasMessageContaining("'" + key + "'")
        .hasMessageContaining("org.example/");
  }

  @Test
  void hostsThatServeTheSystemReachItAndThoseThatServeOthersDoNot() {
    assertThat(PlaceNames.unreachable(read(ONE, "true"), ONE, Map.of())).isEmpty();
    assertThat(PlaceNames.unreachable(read(ONE, "true", OTHER, "true"), ONE, Map.of())).isEmpty();
    assertThat(PlaceNames.unreachable(read(OTHER, "true"), ONE, Map.of())).isPresent();
    assertThat(PlaceNames.unreachable(read(ONE, "false"), ONE, Map.of())).isPresent();
  }

  @Test
  void whatAPlaceDoesNotSayExcludesNothing() {
    assertThat(PlaceNames.unreachable(read(), ONE, Map.of("zone", "a"))).isEmpty();
    assertThat(PlaceNames.unreachable(read("rack", "r1"), ONE, Map.of("zone", "a"))).isEmpty();
    assertThat(PlaceNames.unreachable(read("zone", "b"), ONE, Map.of())).isEmpty();
  }

  @Test
  void aLabelOfTheSystemExcludesHostsWithAnother() {
    assertThat(PlaceNames.unreachable(read(ONE, "true", "Zone", "a"), ONE, Map.of("zone", "a")))
        .isEmpty();
    assertThat(PlaceNames.unreachable(read(ONE, "true", "zone", "b"), ONE, Map.of("ZONE", "a")))
        .hasValueSatisfying(why -> assertThat(why).contains(ONE, "ZONE=a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a_", "a b", "a/b", ONE, "1F3C6A2B7D8E9A0F"})
  void aLabelsNameIsAWordAndNoSystemsId(String name) {
    assertThat(PlaceNames.isLabelName(name)).isFalse();
  }

  @Test
  void aWordHasAtMost63Characters() {
    assertThat(PlaceNames.isLabelName("a".repeat(63))).isTrue();
    assertThat(PlaceNames.isLabelName("a".repeat(64))).isFalse();
    assertThat(PlaceNames.isLabelValue("A_1.b-2")).isTrue();
    assertThat(PlaceNames.isLabelValue("")).isFalse();
  }
}
