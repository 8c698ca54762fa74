package org.csiscaleio.image.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said about traces. */
class TracesSettingsTest {
  @TempDir Path directory;

  private static Configuration read(String... flags) {
    List<String> all = new ArrayList<>(List.of("--endpoint=/run/csi.sock", "--mode=node"));
    all.addAll(Arrays.asList(flags));
    return Configuration.read(all, Map.of());
  }

  @Test
  void nothingIsTracedUnlessSomebodySaysWhereTo() {
    assertThat(read().traces()).isEmpty();
    assertThat(read("--traces-ratio=0.5").traces()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
    "https://collector.example/, https://collector.example/v1/traces",
    "https://collector.example/otlp/v1/traces, https://collector.example/otlp/v1/traces"
  })
  void aCollectorIsNamedWithItsPathOrWithout(String said, URI meant) {
    assertThat(read("--traces-endpoint=" + said).traces().orElseThrow().endpoint())
        .isEqualTo(meant);
  }

  @Test
  void whatIsLeftOutHasADefault() {
    Configuration.Traces traces =
        read("--traces-endpoint=http://127.0.0.1:4318").traces().orElseThrow();

    assertThat(traces.serviceName()).isEqualTo("csi-scaleio");
    assertThat(traces.ratio()).isEqualTo(1);
    assertThat(traces.headerFile()).isEmpty();
    assertThat(traces.caFile()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--traces-endpoint=127.0.0.1:4318",
        "--traces-endpoint=grpc://127.0.0.1:4317",
        "--traces-endpoint=http://user:password@127.0.0.1:4318",
        "--traces-endpoint=http://127.0.0.1:4318/v1/traces?token=x",
        "--traces-endpoint=http:4318",
        "--traces-ratio=1.1",
        "--traces-ratio=-0.1",
        "--traces-ratio=NaN",
        "--traces-ratio=half"
      })
  void whatCannotBeIsRefused(String flag) {
    assertThatThrownBy(() -> read(flag)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void filesHaveToBeThere() {
    assertThatThrownBy(() ->
            read(
                "--traces-endpoint=https://collector.example",
                "--traces-header-file=/nowhere/headers",
                "--traces-ca-file=/nowhere/ca.pem"))
        .hasMessageContaining("tracesHeaderFile: /nowhere/headers")
        .hasMessageContaining("tracesCaFile: /nowhere/ca.pem");
  }

  @Test
  void headersThatLeaveTheHostUnencryptedAreWarnedOf() throws Exception {
    Path headers = headers("rw-------");

    assertThat(warnings("http://collector.example", headers))
        .anySatisfy(warning -> assertThat(warning).contains("tracesHeaderFile", "unencrypted"));
    assertThat(warnings("http://127.0.0.1:4318", headers))
        .noneMatch(warning -> warning.contains("tracesHeaderFile"));
  }

  @Test
  void headersThatEverybodyMayReadAreWarnedOf() throws Exception {
    Path headers = headers("rw-r--r--");

    assertThat(warnings("https://collector.example", headers))
        .anySatisfy(warning -> assertThat(warning).contains("tracesHeaderFile", "chmod 600"));
  }

  private static List<String> warnings(String endpoint, Path headers) throws Exception {
    return read("--traces-endpoint=" + endpoint, "--traces-header-file=" + headers).warnings();
  }

  private Path headers(String mode) throws IOException {
    Path headers = Files.writeString(directory.resolve("headers"), "Authorization: Bearer x\n");
    return Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString(mode));
  }
}
