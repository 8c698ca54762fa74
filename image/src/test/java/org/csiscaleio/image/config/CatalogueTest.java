package org.csiscaleio.image.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
  static List<Setting<?>> settings() {
    return Catalogue.all();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aDefaultIsAllowed(Setting<?> setting) {
    if (!setting.defaultText().isEmpty()) {
      assertThat(setting.type().accepts(setting.defaultText())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everySettingIsExplainedInASentence(Setting<?> setting) {
    assertThat(setting.description()).endsWith(".").hasSizeGreaterThan(10);
    assertThat(setting.variables()).isNotEmpty();
  }

  @Test
  void noTwoSettingsShareANameOrAVariable() {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (Setting<?> setting : Catalogue.all()) {
      List<String> names = new ArrayList<>(List.of(setting.key(), setting.flag()));
      setting.variables().forEach(variable -> names.add(variable.name()));
      names.stream().filter(name -> !seen.add(name)).forEach(twice::add);
    }

    assertThat(twice).isEmpty();
  }

  @Test
  void passwordsHaveNoFlagAndEndpointsKeepTheirVariable() {
    List<String> problems = new ArrayList<>();
    assertThat(CommandLine.read(List.of("--password", "x"), problems)).isEmpty();
    assertThat(problems).hasSize(1);

    Map<Setting<?>, Given> given =
        Environment.read(
            Map.of("X_CSI_SCALEIO_ENDPOINT", "https://gw"), new ArrayList<>(), new ArrayList<>());
    assertThat(given).containsOnlyKeys(Catalogue.GATEWAY_URLS);
  }
}
