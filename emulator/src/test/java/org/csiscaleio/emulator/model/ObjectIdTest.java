package org.csiscaleio.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectIdTest {
  @Test
  void anIdIsSixteenLowerCaseDigitsAndComesBackFromThem() {
    assertThat(ObjectId.text(0x5c7723f800000001L)).isEqualTo("5c7723f800000001");
    assertThat(ObjectId.text(0xfedcba9876543210L)).isEqualTo("fedcba9876543210");
    assertThat(ObjectId.text(1)).isEqualTo("0000000000000001");
    assertThat(ObjectId.parse("FEDCBA9876543210")).isEqualTo(0xfedcba9876543210L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xyz", "12345678901234567", "-1", "0x12", " 12"})
  void anythingElseIsRefusedInTheGatewaysWords(String text) {
    assertThatThrownBy(() -> ObjectId.parse(text))
        .isInstanceOf(RequestRefused.class)
        .hasMessage("id (" + text + ") must be a hexadecimal number (unsigned long)");
  }
}
