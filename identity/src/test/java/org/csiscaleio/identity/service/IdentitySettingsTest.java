package org.csiscaleio.identity.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitySettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.csiscaleio",
        "csi-vxflexos.dellemc.com",
        "aa",
        "a1.b2.c",
        "a23456789.123456789.123456789.123456789.123456789.123456789.12c"
      })
  void namesThatLookLikeDomainsAreTaken(String name) {
    assertThat(IdentitySettings.named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1csi.scaleio",
        "csi.scaleio1",
        "csi_scaleio",
        "csi..scaleio",
        ".csi",
        "csi.",
        "csi-.scaleio",
        "csi scaleio",
        "é.csi",
        "a23456789.123456789.123456789.123456789.123456789.123456789.1234c"
      })
  void namesThatATesterOrTheSpecificationRefusesAreRefused(String name) {
    assertThatThrownBy(() -> IdentitySettings.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void thereIsAlwaysAVersion() {
    assertThat(IdentitySettings.named(IdentitySettings.DEFAULT_NAME).vendorVersion()).isNotBlank();
    assertThatThrownBy(() -> new IdentitySettings("org.csiscaleio", " ", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
