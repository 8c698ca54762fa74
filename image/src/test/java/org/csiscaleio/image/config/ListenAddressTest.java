package org.csiscaleio.image.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "9440, 127.0.0.1, 9440, false",
    "localhost:9440, localhost, 9440, false",
    "0.0.0.0:1, 0.0.0.0, 1, true",
    "agent-1.example:65535, agent-1.example, 65535, true",
    "[::1]:9440, ::1, 9440, false",
    "[2001:db8::1]:9440, 2001:db8::1, 9440, true"
  })
  void aPortAloneIsOfThisHost(String text, String host, int port, boolean open) {
    var tcp = new ListenAddress.Tcp(host, port);

    assertThat(ListenAddress.parse(text)).isEqualTo(tcp);
    assertThat(tcp.open()).isEqualTo(open);
  }

  @Test
  void aPathIsAUnixSocket() {
    var socket = new ListenAddress.Unix(Path.of("/run/csi/metrics.sock"));

    assertThat(ListenAddress.parse("unix:///run/csi/metrics.sock")).isEqualTo(socket);
    assertThat(ListenAddress.parse("/run/csi/metrics.sock")).isEqualTo(socket);
    assertThat(socket).hasToString("unix:///run/csi/metrics.sock");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "65536",
        "-1",
        ":9440",
        "host:",
        "a:b",
        "::1:9440",
        "http://x:9440",
        "9440/x"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
