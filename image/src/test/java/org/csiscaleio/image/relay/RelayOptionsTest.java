package org.csiscaleio.image.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayOptionsTest {
  private static final Map<String, String> MESOS =
      Map.of("CSI_ENDPOINT", "unix:///tmp/mesos-csi-a1b2c3/endpoint.sock");

  @Test
  void whatMesosSaysIsEnough() {
    assertThat(RelayOptions.read(List.of(), MESOS))
        .isEqualTo(
            new RelaySettings(
                Path.of("/tmp/mesos-csi-a1b2c3/endpoint.sock"),
                0600,
                Path.of("/run/csi-scaleio/csi.sock"),
                Duration.ofSeconds(60),
                128));
  }

  @Test
  void aFlagCountsBeforeTheEnvironmentInEitherForm() {
    RelaySettings settings =
        RelayOptions.read(
            List.of("--to", "unix:///a.sock", "--wait=5s", "--max-connections", "7"),
            Map.of(
                "CSI_ENDPOINT", "/e.sock",
                "X_CSI_SCALEIO_RELAY_TO", "/b.sock",
                "X_CSI_SCALEIO_RELAY_WAIT", "9",
                "X_CSI_SCALEIO_ENDPOINT_MODE", "0660"));

    assertThat(settings)
        .isEqualTo(
            new RelaySettings(
                Path.of("/e.sock"), 0660, Path.of("/a.sock"), Duration.ofSeconds(5), 7));
  }

  @ParameterizedTest
  @CsvSource({
    "--nope, unknown option --nope",
    "--to, its value is missing",
    "--to=tcp://host:1, is not a unix socket",
    "--to=relative, absolute path",
    "--wait=soon, must be seconds",
    "--wait=-1s, must be seconds",
    "--max-connections=0, from 1 to 1024",
    "--endpoint-mode=0888, in octal",
    "--to=/tmp/mesos-csi-a1b2c3/endpoint.sock, is the endpoint itself",
  })
  void whatIsWrongIsNamed(String flag, String complaint) {
    assertThatThrownBy(() -> RelayOptions.read(List.of(flag), MESOS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(() -> RelayOptions.read(List.of("--wait=x", "--bad=1"), Map.of()))
        .hasMessageContaining("--wait")
        .hasMessageContaining("--bad")
        .hasMessageContaining("--endpoint: not given; set CSI_ENDPOINT");
  }
}
