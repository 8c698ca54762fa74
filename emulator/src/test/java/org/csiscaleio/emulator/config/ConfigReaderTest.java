package org.csiscaleio.emulator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String LEAST =
      """
      state: /tmp/x/state
      version: "3.6"
      users: [{name: admin, password: secret}]
      system: {id: 1f3c6a2b7d8e9a0f}
      """;

  @Test
  void littleMustBeSaid() {
    EmulatorConfig config = ConfigReader.parse(LEAST, Map.of());
    assertThat(config.listenHost()).isEqualTo("127.0.0.1");
    assertThat(config.listenPort()).isZero();
    assertThat(config.tls()).isTrue();
    assertThat(config.readyFile()).isNull();
    assertThat(config.sdcs()).isEmpty();
    assertThat(config.toString()).doesNotContain("secret");
  }

  @Test
  void allThatCanBeSaidIsRead() {
    EmulatorConfig config =
        ConfigReader.parse(
            LEAST
                + """
                listen: 0.0.0.0:8443
                readyFile: /tmp/x/ready
                tls: false
                protectionDomains:
                  - name: pd1
                    storagePools:
                      - {name: sp1, capacityGib: 8192, sparePercent: 20, zeroPadding: false}
                sdcs:
                  - guid: b71f01ae-ff7a-47c5-a303-583ffd416818
                    name: host-a
                    ip: 192.0.2.21
                    host:
                      byIdDirectory: /tmp/x/by-id
                      drvCfg: /tmp/x/drv_cfg
                      linkDelayMillis: 5
                """,
            Map.of());
    assertThat(config.listenPort()).isEqualTo(8443);
    assertThat(config.protectionDomains().getFirst().storagePools())
        .containsExactly(new PoolConfig("sp1", 8192, 20, false));
    assertThat(config.sdcs())
        .containsExactly(
            new SdcConfig(
                "B71F01AE-FF7A-47C5-A303-583FFD416818",
                "host-a",
                "192.0.2.21",
                new HostConfig(Path.of("/tmp/x/by-id"), Path.of("/tmp/x/drv_cfg"), 5)));
  }

  @Test
  void flagsWinOverTheFile() {
    EmulatorConfig config =
        ConfigReader.parse(
            LEAST + "listen: 127.0.0.1:1\n",
            Map.of("port", 2, "version", "2.6", "state", "/tmp/y"));
    assertThat(config.listenPort()).isEqualTo(2);
    assertThat(config.version().text()).isEqualTo("2.6");
    assertThat(config.state()).isEqualTo(Path.of("/tmp/y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "colour: red | unknown key colour",
        "tls: perhaps | tls must be true or false",
        "listen: nowhere | listen must be host:port",
        "sdcs: [{guid: 12, ip: 1.2.3.4}] | sdcs[0].guid must be 8-4-4-4-12",
        "sdcs: [{ip: 1.2.3.4}] | sdcs[0].guid is missing",
        "protectionDomains: [{name: a, storagePools: [{name: b}]}] | capacityGib is missing",
        "protectionDomains: [{name: a, storagePools: [{name: b, capacityGib: -1}]}] | whole number",
        "protectionDomains: [{name: a, pools: []}] | unknown key protectionDomains[0].pools",
        "protectionDomains: [{name: a}, {name: a}] | is used twice: a",
        "readyFile: [a] | readyFile must be a text",
        "users: [] | users is missing",
        "version: '7.0' | '7.0' cannot be played",
        "system: {id: xyz} | system.id must be 16 lower-case hexadecimal digits",
        "state: | state is missing"
      })
  void whatCannotBeUsedIsNamed(String line, String complaint) {
    String key = line.substring(0, line.indexOf(':') + 1);
    String others =
        LEAST.lines().filter(other -> !other.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
    assertThatThrownBy(() -> ConfigReader.parse(others + line + "\n", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void brokenYamlIsToldAsSuch() {
    assertThatThrownBy(() -> ConfigReader.parse("a: [", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("not valid YAML");
  }
}
