package org.csiscaleio.image.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.config.Choices.FsType;
import org.csiscaleio.image.config.Choices.LogLevel;
import org.csiscaleio.image.config.Choices.Mode;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Configuration.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final String DIGEST = "5d".repeat(32);

  @TempDir Path directory;
  private Path passwordFile;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> flags = new ArrayList<>();

  @BeforeEach
  void aPasswordFileIsThere() throws IOException {
    passwordFile = Files.writeString(directory.resolve("password"), "hush");
    Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
  }

  private Configuration read() {
    return Configuration.read(flags, environment);
  }

  /** All that must be said. */
  private void sayTheLeast() {
    environment.put("CSI_ENDPOINT", "unix:///run/csi.sock");
    environment.put("X_CSI_SCALEIO_GATEWAY", "https://gw.example");
    environment.put("X_CSI_SCALEIO_PASSWORDFILE", passwordFile.toString());
  }

  private void file(String text) throws IOException {
    flags.add("--config");
    flags.add(Files.writeString(directory.resolve("config.yaml"), text).toString());
  }

  private List<String> problems() {
    try {
      Configuration configuration = read();
      throw new AssertionError("no problem seen in " + configuration);
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @Test
  void defaultsHoldWhereNothingIsSaid() {
    sayTheLeast();

    Configuration configuration = read();

    assertThat(configuration.serving().endpoint())
        .isEqualTo(
            new Configuration.Endpoint(
                Path.of("/run/csi.sock"), 0600, Optional.empty(), Optional.empty()));
    assertThat(configuration.serving().mode()).isEqualTo(Mode.BOTH);
    assertThat(configuration.serving().pluginName()).isEqualTo("org.csiscaleio");
    assertThat(configuration.serving().specLevel()).isEqualTo(SpecLevel.DEFAULT);
    assertThat(configuration.serving().maxMessageBytes()).isEqualTo(4 << 20);
    assertThat(configuration.serving().deadline()).isEqualTo(Duration.ofSeconds(60));
    Configuration.Gateway gateway = configuration.gateway().orElseThrow();
    assertThat(gateway.addresses()).containsExactly(URI.create("https://gw.example"));
    assertThat(gateway.user()).isEqualTo("admin");
    assertThat(gateway.tls()).isEqualTo(new GatewayTls.SystemTrust());
    assertThat(configuration.volumes().fsType()).isEqualTo(FsType.EXT4);
    assertThat(configuration.volumes().sizeGib()).isEqualTo(16);
    assertThat(configuration.volumes().thick()).isFalse();
    assertThat(configuration.node().sdcDevice()).isEqualTo(Path.of("/dev/scini"));
    assertThat(configuration.node().deviceWait()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.node().stage()).isTrue();
    assertThat(configuration.logs().level()).isEqualTo(LogLevel.INFO);
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void theFlagCountsBeforeTheEnvironmentBeforeTheFile() throws IOException {
    sayTheLeast();
    file("storagePool: fromFile\nprotectionDomain: fromFile\nsystem: fromFile\n");
    environment.put("X_CSI_SCALEIO_STORAGEPOOL", "fromEnvironment");
    environment.put("X_CSI_SCALEIO_PROTECTIONDOMAIN", "fromEnvironment");
    flags.addAll(List.of("--storage-pool", "fromFlag"));

    Configuration configuration = read();

    assertThat(configuration.gateway().orElseThrow().storagePool()).contains("fromFlag");
    assertThat(configuration.gateway().orElseThrow().protectionDomain())
        .contains("fromEnvironment");
    assertThat(configuration.gateway().orElseThrow().system()).contains("fromFile");
  }

  @Test
  void everythingCanBeSaidInTheFile() throws IOException {
    file(
        """
        # all of it
        endpoint: /run/csi/csi.sock
        mode: controller
        name: storage.example
        specLevel: 1.5
        endpointMode: 0660
        gateway: [https://gw1.example, "gw2.example:8443"]
        user: csi
        passwordFile: %s
        fingerprint: %s
        storagePool: pool1
        thickProvisioning: yes
        defaultFsType: xfs
        defaultVolumeSizeGib: 17
        deviceWaitSeconds: 5
        connectTimeout: 1500ms
        requestTimeout: 2m
        stage: false
        logLevel: debug
        """
            .formatted(passwordFile, DIGEST));

    Configuration configuration = read();

    assertThat(configuration.serving().endpoint().path()).isEqualTo(Path.of("/run/csi/csi.sock"));
    assertThat(configuration.serving().endpoint().mode()).isEqualTo(0660);
    assertThat(configuration.serving().mode()).isEqualTo(Mode.CONTROLLER);
    assertThat(configuration.serving().specLevel()).isEqualTo(new SpecLevel(1, 5));
    Configuration.Gateway gateway = configuration.gateway().orElseThrow();
    assertThat(gateway.addresses())
        .containsExactly(URI.create("https://gw1.example"), URI.create("https://gw2.example:8443"));
    assertThat(gateway.password()).isEqualTo(new Password.InFile(passwordFile));
    assertThat(gateway.tls()).isEqualTo(new GatewayTls.Fingerprint(DIGEST));
    assertThat(gateway.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(gateway.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(configuration.volumes().thick()).isTrue();
    assertThat(configuration.volumes().fsType()).isEqualTo(FsType.XFS);
    assertThat(configuration.volumes().sizeGib())
        .as("rounded up to the array's steps")
        .isEqualTo(24);
    assertThat(configuration.node().stage()).isFalse();
    assertThat(configuration.logs().level()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void aFileWithoutAnythingSaysNothing() throws IOException {
    sayTheLeast();
    file("# nothing yet\n");

    assertThat(read().gateway().orElseThrow().storagePool()).isEmpty();
  }

  @Test
  void csiScaleiosVariablesMeanWhatTheyMeant() {
    environment.put("CSI_ENDPOINT", "/run/csi.sock");
    environment.put("X_CSI_SCALEIO_ENDPOINT", "https://10.0.0.1/api");
    environment.put("X_CSI_SCALEIO_USER", "operator");
    environment.put("X_CSI_SCALEIO_PASSWORD", "planted");
    environment.put("X_CSI_SCALEIO_INSECURE", "true");
    environment.put("X_CSI_SCALEIO_SYSTEMNAME", "scaleio");
    environment.put("X_CSI_SCALEIO_SDCGUID", "b71f01ae-ff7a-47c5-a303-583ffd416818");
    environment.put("X_CSI_SCALEIO_THICKPROVISIONING", "1");

    Configuration configuration = read();

    Configuration.Gateway gateway = configuration.gateway().orElseThrow();
    assertThat(gateway.addresses()).first().asString().startsWith("https://10.0.0.1");
    assertThat(gateway.user()).isEqualTo("operator");
    assertThat(gateway.password()).isEqualTo(new Password.Fixed(new Secret("planted")));
    assertThat(gateway.tls()).isEqualTo(new GatewayTls.Insecure());
    assertThat(gateway.system()).contains("scaleio");
    assertThat(configuration.node().sdcGuid()).contains("B71F01AE-FF7A-47C5-A303-583FFD416818");
    assertThat(configuration.volumes().thick()).isTrue();
    assertThat(configuration.warnings()).singleElement().asString().contains("not checked");
    assertThat(configuration.toString()).doesNotContain("planted");
  }

  @Test
  void csiVxflexosAndGocsisVariablesMeanWhatTheyMeant() {
    environment.put("CSI_ENDPOINT", "/run/csi.sock");
    environment.put("X_CSI_VXFLEXOS_ENDPOINT", "https://10.0.0.1");
    environment.put("X_CSI_VXFLEXOS_USER", "operator");
    environment.put("X_CSI_VXFLEXOS_PASSWORD", "planted");
    environment.put("X_CSI_VXFLEXOS_SYSTEMNAME", "flex");
    environment.put("X_CSI_MODE", "node");
    environment.put("X_CSI_ENDPOINT_PERMS", "0755");
    environment.put("X_CSI_PLUGIN_INFO", "my.plugin, 1.2.3,a=b");
    environment.put("X_CSI_MAX_VOLUMES_PER_NODE", "12");
    environment.put("X_CSI_DEBUG", "true");

    Configuration configuration = read();

    assertThat(configuration.gateway().orElseThrow().user()).isEqualTo("operator");
    assertThat(configuration.gateway().orElseThrow().system()).contains("flex");
    assertThat(configuration.serving().mode()).isEqualTo(Mode.NODE);
    assertThat(configuration.serving().endpoint().mode()).isEqualTo(0755);
    assertThat(configuration.serving().pluginName()).isEqualTo("my.plugin");
    assertThat(configuration.node().maxVolumes()).isEqualTo(12);
    assertThat(configuration.logs().level()).isEqualTo(LogLevel.DEBUG);
  }

  @ParameterizedTest
  @CsvSource({
    "X_CSI_LOG_LEVEL, WARNING, WARN",
    "X_CSI_LOG_LEVEL, PANIC, ERROR",
    "X_CSI_LOG_LEVEL, trace, TRACE",
    "CSI_LOG_LEVEL, debug, DEBUG",
    "X_CSI_DEBUG, false, INFO",
    "X_CSI_SCALEIO_LOG_LEVEL, error, ERROR",
    "X_CSI_SCALEIO_LOGLEVEL, error, ERROR",
  })
  void logLevelsOfOtherProgramsAreUnderstood(String variable, String value, LogLevel level) {
    sayTheLeast();
    environment.put(variable, value);

    assertThat(read().logs().level()).isEqualTo(level);
  }

  @Test
  void anEmptyVariableSaysNothing() {
    sayTheLeast();
    environment.put("X_CSI_MODE", "");
    environment.put("X_CSI_SCALEIO_USER", "");

    assertThat(read().serving().mode()).isEqualTo(Mode.BOTH);
    assertThat(read().gateway().orElseThrow().user()).isEqualTo("admin");
  }

  @Test
  void ofTwoVariablesThatDisagreeOursCountsAndTheOtherIsNamed() {
    sayTheLeast();
    environment.put("X_CSI_SCALEIO_USER", "ours");
    environment.put("X_CSI_VXFLEXOS_USER", "theirs");

    Configuration configuration = read();

    assertThat(configuration.gateway().orElseThrow().user()).isEqualTo("ours");
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .contains("X_CSI_VXFLEXOS_USER", "X_CSI_SCALEIO_USER")
        .doesNotContain("theirs");
  }

  @Test
  void variablesWithoutEffectAreNamed() {
    sayTheLeast();
    environment.put("X_CSI_SCALEIO_STORAGEPOL", "pool1");
    environment.put("X_CSI_SCALEIO_AUTOPROBE", "true");

    assertThat(read().warnings())
        .satisfiesExactlyInAnyOrder(
            typo ->
                assertThat(typo)
                    .contains(
                        "X_CSI_SCALEIO_STORAGEPOL", "did you mean 'X_CSI_SCALEIO_STORAGEPOOL'"),
            old -> assertThat(old).contains("X_CSI_SCALEIO_AUTOPROBE", "no effect"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X_CSI_VXFLEXOS_ENABLELISTVOLUMESNAPSHOTS",
        "X_CSI_SERIAL_VOL_ACCESS_TIMEOUT",
        "X_CSI_REQUIRE_CREDS_CREATE_VOL",
        "X_CSI_APPROVE_SDC_ENABLED",
        "X_CSI_RENAME_SDC_PREFIX",
        "X_CSI_VXFLEXOS_SYSTEMNAM"
      })
  void whatOtherProgramsWouldHaveDoneIsSaidNotToHappen(String variable) {
    sayTheLeast();
    environment.put(variable, "true");

    assertThat(read().warnings()).singleElement().asString().contains(variable, "no effect");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    file("mode: neither\ndeviceWaitSeconds: 0\n");
    environment.put("X_CSI_SCALEIO_SPECLEVEL", "2.0");
    flags.addAll(List.of("--sdc-device", "scini"));

    String file = directory.resolve("config.yaml").toString();
    assertThat(problems())
        .anySatisfy(
            p -> assertThat(p).contains("mode: 'neither'", file + ":1", "both, controller, node"))
        .anySatisfy(p -> assertThat(p).contains("deviceWaitSeconds: '0'", file + ":2", "1 to 600"))
        .anySatisfy(
            p -> assertThat(p).contains("specLevel", "X_CSI_SCALEIO_SPECLEVEL", "1.0 to 1.13"))
        .anySatisfy(p -> assertThat(p).contains("sdcDevice", "flag --sdc-device", "absolute path"))
        .anySatisfy(p -> assertThat(p).contains("endpoint: not given", "CSI_ENDPOINT"))
        .anySatisfy(p -> assertThat(p).contains("gateway: not given", "--gateway"));
  }

  @Test
  void aKeyThatIsNotKnownIsNamedWithItsLineAndWhatWasMeant() throws IOException {
    sayTheLeast();
    file("mode: both\n\nstoragepol: pool1\n");

    assertThat(problems())
        .containsExactly(
            directory.resolve("config.yaml")
                + ":3: unknown key 'storagepol'; did you mean 'storagePool'?");
  }

  @ParameterizedTest
  @CsvSource({
    "'mode: both\nmode: node', ':2: mode stands here a second time'",
    "'mode: [both, node]', 'mode: its value (FILE:1) must be one of both, controller, node'",
    "'user: {name: x}', 'user: its value (FILE:1)'",
    "'user:', 'user: its value (FILE:1)'",
    "'just words', ':1: must consist of lines'",
    "'a: b: c', ':1: not YAML'",
    "'password: planted', 'does not belong into this file'",
    "'config: /x', ':1: unknown key'",
  })
  void whatIsWrongWithAFileIsSaid(String text, String complaint) throws IOException {
    sayTheLeast();
    file(text);

    assertThat(problems())
        .singleElement()
        .asString()
        .contains(complaint.replace("FILE", directory.resolve("config.yaml").toString()))
        .doesNotContain("planted");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    sayTheLeast();
    flags.addAll(List.of("--config", "/nowhere/config.yaml"));

    assertThat(problems()).containsExactly("config: there is no file /nowhere/config.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--gatway https://x | unknown option --gatway; did you mean '--gateway'?",
        "--storage_pool p | did you mean '--storage-pool'?",
        "--zzz | unknown option --zzz",
        "serve | 'serve' is not an option",
        "--mode | --mode needs a value: one of both, controller, node",
        "--mode node --mode both | --mode is given twice, as 'node' and 'both'",
        "--system= | --system has an empty value",
        "--password planted | --password-file FILE",
        "--password=planted | every user of this host can read command lines",
      })
  void whatIsWrongWithTheCommandLineIsSaidAndNothingElse(String line, String complaint) {
    flags.addAll(List.of(line.split(" ", -1)));

    assertThat(problems()).singleElement().asString().contains(complaint).doesNotContain("planted");
  }

  @Test
  void flagsAreReadInEveryUsualForm() {
    sayTheLeast();
    environment.remove("X_CSI_SCALEIO_GATEWAY");
    flags.addAll(List.of("--gateway", "https://a", "--gateway=https://b", "--storagePool=p"));
    flags.addAll(List.of("--thick-provisioning", "--allow-unpadded-pools", "false", "--insecure"));

    Configuration configuration = read();

    assertThat(configuration.gateway().orElseThrow().addresses())
        .containsExactly(URI.create("https://a"), URI.create("https://b"));
    assertThat(configuration.gateway().orElseThrow().tls()).isInstanceOf(GatewayTls.Insecure.class);
    assertThat(configuration.gateway().orElseThrow().storagePool()).contains("p");
    assertThat(configuration.volumes().thick()).isTrue();
    assertThat(configuration.volumes().allowUnpaddedPools()).isFalse();
  }

  @Test
  void underMesosClusterScopeMustBeSaidAloud() {
    sayTheLeast();
    assertThat(read().sharing().scope()).isEqualTo(Scope.CLUSTER);
    environment.put("MESOS_SANDBOX", "/mnt/mesos/sandbox");

    assertThat(read().sharing().scope()).isEqualTo(Scope.NODE);
    assertThat(read().sharing().instance()).isEqualTo("default");

    flags.addAll(List.of("--scope", "cluster"));
    assertThat(read().sharing().scope()).isEqualTo(Scope.CLUSTER);
    assertThat(read().warnings()).anyMatch(w -> w.contains("all volumes of the array"));
    assertThat(read().node().stage()).as("buys nothing under Mesos").isFalse();
  }

  /** Part of the owner: it must not depend on what an upgrade or a restart changes. */
  @ParameterizedTest
  @CsvSource({
    "org-apache-mesos-rp-local-storage-scaleio--com-dell-scaleio-csi-node17"
        + "--CONTROLLER_SERVICE-NODE_SERVICE, com-dell-scaleio-csi-node17",
    "org-apache-mesos-rp-local-storage-other_name--com-dell-scaleio-csi-node17"
        + "--NODE_SERVICE-CONTROLLER_SERVICE/, com-dell-scaleio-csi-node17",
    "org-apache-mesos-rp-local-storage-scaleio--com-dell-scaleio-csi-node17--CONTROLLER_SERVICE,"
        + " com-dell-scaleio-csi-node17",
    "mesos-internal-csi-org-csiscaleio-isolator--NODE_SERVICE, default",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6, default",
    "a--b--CONTROLLER_SERVICE, default",
    "a--b-c--SOMETHING, default",
  })
  void theInstanceIsThePluginsTypeAndNameInTheAgentsConfiguration(
      String container, String instance) {
    sayTheLeast();
    environment.put("MESOS_SANDBOX", "/var/lib/mesos/containers/" + container);

    assertThat(read().sharing().instance()).isEqualTo(instance);

    flags.addAll(List.of("--instance", "mine"));
    assertThat(read().sharing().instance()).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/mesos/csi",
        "/var/lib/mesos/csi/org.csiscaleio/node17/state",
        "/var/lib/mesos/slaves/../csi/state",
      })
  void theStateIsNotKeptWhereTheAgentDeletesWhatItDoesNotKnow(String directory) {
    sayTheLeast();
    environment.put("MESOS_SANDBOX", "/var/lib/mesos/containers/some--container");
    flags.addAll(List.of("--state-dir", directory));

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("stateDir", "lies in /var/lib/mesos/csi", "deletes", "--state-dir");
  }

  @Test
  void theStateMayBeKeptBesideTheAgentsDirectory() {
    sayTheLeast();
    environment.put("MESOS_SANDBOX", "/var/lib/mesos/containers/some--container");
    flags.addAll(List.of("--state-dir", "/var/lib/mesos/csi-scaleio"));

    assertThat(read().node().stateDirectory()).isEqualTo(Path.of("/var/lib/mesos/csi-scaleio"));
  }

  @Test
  void nodeScopeHasSettingsOfItsOwn() {
    sayTheLeast();
    flags.addAll(
        List.of(
            "--scope",
            "node",
            "--owner",
            "node17",
            "--quota",
            "pd1/sp1=512",
            "--quota",
            "64",
            "--imports",
            "legacy-*,db?",
            "--import-retain",
            "false",
            "--sizing",
            "strict",
            "--refresh",
            "5s",
            "--iops-limit",
            "200"));

    Configuration.Sharing sharing = read().sharing();
    assertThat(sharing.owner()).contains("node17");
    assertThat(sharing.nodeScope().importRetain()).isFalse();
    assertThat(sharing.nodeScope().strictSizing()).isTrue();
    assertThat(sharing.nodeScope().imports().isEmpty()).isFalse();
    assertThat(sharing.nodeScope().limits().iops()).isEqualTo(200);
    assertThat(sharing.nodeScope().refreshEvery()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatNodeScopeCannotBeIsSaidAtOnce() {
    sayTheLeast();
    flags.addAll(
        List.of(
            "--scope",
            "node",
            "--owner",
            "two words",
            "--instance",
            "a/b",
            "--quota",
            "sp1=much",
            "--imports",
            "*",
            "--iops-limit",
            "5"));

    assertThat(problems())
        .hasSize(5)
        .anyMatch(p -> p.startsWith("owner:"))
        .anyMatch(p -> p.startsWith("instance:"))
        .anyMatch(p -> p.startsWith("quota:"))
        .anyMatch(p -> p.startsWith("imports:") && p.contains("whole array"))
        .anyMatch(p -> p.startsWith("iopsLimit"));
  }

  @Test
  void inClusterScopeTheSettingsOfNodeScopeHaveNoEffectAndThatIsSaid() {
    sayTheLeast();
    flags.addAll(List.of("--quota", "64"));

    assertThat(read().warnings()).anyMatch(w -> w.startsWith("quota") && w.contains("no effect"));
  }

  @Test
  void onlyANodeCanDoWithoutAGateway() {
    environment.put("CSI_ENDPOINT", "/run/csi.sock");
    environment.put("X_CSI_MODE", "node");

    assertThat(read().gateway()).isEmpty();
  }

  @Test
  void aPasswordMustComeFromSomewhere() {
    sayTheLeast();
    environment.remove("X_CSI_SCALEIO_PASSWORDFILE");

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("passwordFile: not given", "X_CSI_SCALEIO_PASSWORD");
  }

  @Test
  void aPasswordFileOnTheCommandLineCountsBeforeAPasswordInTheEnvironment() throws IOException {
    sayTheLeast();
    environment.remove("X_CSI_SCALEIO_PASSWORDFILE");
    environment.put("X_CSI_SCALEIO_PASSWORD", "planted");
    file("passwordFile: /in/the/file\n");

    assertThat(read().gateway().orElseThrow().password()).isInstanceOf(Password.Fixed.class);

    flags.addAll(List.of("--password-file", passwordFile.toString()));
    assertThat(read().gateway().orElseThrow().password())
        .isEqualTo(new Password.InFile(passwordFile));
  }

  @Test
  void twoPasswordsInTheEnvironmentAreOneTooMany() {
    sayTheLeast();
    environment.put("X_CSI_SCALEIO_PASSWORD", "planted");

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("keep one")
        .doesNotContain("planted");
  }

  @Test
  void aPasswordFileThatIsNotThereIsNamed() {
    sayTheLeast();
    environment.put("X_CSI_SCALEIO_PASSWORDFILE", "/nowhere/password");

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("/nowhere/password", "X_CSI_SCALEIO_PASSWORDFILE", "not a file that can be read");
  }

  @Test
  void aPasswordFileThatAllCanReadIsWarnedAbout() throws IOException {
    sayTheLeast();
    Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(read().warnings()).singleElement().asString().contains("chmod 600");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--tls ca | caFile: not given, but tls: ca needs it (flag --tls)",
        "--tls fingerprint | fingerprint: not given",
        "--tls system --insecure | insecure: true (flag --insecure) contradicts tls: system",
        "--fingerprint 12:34 | fingerprint: '12:34'",
        "--ca-file /nowhere/ca.pem | caFile: /nowhere/ca.pem",
      })
  void contradictionsAboutTrustAreSaid(String line, String complaint) {
    sayTheLeast();
    flags.addAll(List.of(line.split(" ", -1)));

    assertThat(problems()).singleElement().asString().contains(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///run/csi.sock, /run/csi.sock",
    "unix:/run/csi.sock, /run/csi.sock",
    "/run/csi.sock, /run/csi.sock",
    "/run/with:colon.sock, /run/with:colon.sock",
    "unix:///run/../run/csi.sock, /run/csi.sock",
  })
  void everyUsualFormOfAnEndpointIsRead(String text, Path path) {
    sayTheLeast();
    environment.put("CSI_ENDPOINT", text);

    assertThat(read().serving().endpoint().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "unix://run/csi.sock, three slashes",
    "csi.sock, absolute path",
    "unix:csi.sock, absolute path",
    "tcp://127.0.0.1:10000, not a unix socket",
    "/run/csi/, must name a file",
  })
  void otherEndpointsAreRefusedWithAdvice(String text, String advice) {
    sayTheLeast();
    environment.put("CSI_ENDPOINT", text);

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("endpoint: '" + text + "'", "CSI_ENDPOINT", advice);
  }

  @Test
  void anEndpointLongerThanASocketsPathCanBeIsRefused() {
    sayTheLeast();
    environment.put("CSI_ENDPOINT", "unix:///" + "x".repeat(105));
    assertThat(read().serving().endpoint().path().toString()).hasSize(106);

    environment.put("CSI_ENDPOINT", "unix:///" + "x".repeat(106));
    assertThat(problems()).singleElement().asString().contains("107 bytes long", "can have 106");
  }

  @Test
  void aGatewayAddressWithAPasswordInItIsRefusedAndNotRepeated() {
    sayTheLeast();
    environment.put("X_CSI_SCALEIO_GATEWAY", "https://admin:planted@gw.example");

    assertThatThrownBy(this::read).isInstanceOf(ConfigurationException.class);
    assertThat(problems()).first().asString().contains("gateway").doesNotContain("planted");
  }

  @Test
  void allGenerationsAreServedUnlessATestSaysOtherwise() {
    sayTheLeast();
    assertThat(read().serving().generations()).containsExactly(Generation.values());
    assertThat(read().serving().v0Level()).isEqualTo(V0Level.V0_2);
    assertThat(read().volumes().deleteUnmaps()).isFalse();

    flags.addAll(List.of("--generations", "csi, csi.v0", "--v0-level", "0.3", "--delete-unmaps"));
    assertThat(read().serving().generations()).containsExactly(Generation.CSI_V0, Generation.CSI);
    assertThat(read().serving().v0Level()).isEqualTo(V0Level.V0_3);
    assertThat(read().volumes().deleteUnmaps()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"csi.v2", "csi,csi", "csi.v1,", "''"})
  void generationsThatAreNoneAreRefused(String generations) {
    sayTheLeast();
    flags.addAll(List.of("--generations", generations));
    assertThat(problems()).singleElement().asString().contains("csi.v1, csi.v0, csi");
  }

  private static final String FIRST = "1f3c6a2b7d8e9a0f";
  private static final String SECOND = "2e706b2740ec200f";

  private void sayAllButTheGateway() {
    sayTheLeast();
    environment.remove("X_CSI_SCALEIO_GATEWAY");
  }

  @Test
  void severalSystemsEachHaveTheirOwnAndShareTheRest() throws IOException {
    sayAllButTheGateway();
    Path other = Files.writeString(directory.resolve("other"), "hush");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    file(
        """
        user: operator
        storagePool: sp1
        fingerprint: %s
        topology: [zone=a, rack=r1]
        systems:
          - system: %s
            gateway: [https://gw1.example, https://gw2.example]
            topology: [zone=a]
          - system: %s
            gateway: https://gw3.example
            user: other
            passwordFile: %s
            insecure: true
            storagePool: sp2
        """
            .formatted(DIGEST, FIRST, SECOND.toUpperCase(java.util.Locale.ROOT), other));

    Configuration configuration = read();

    assertThat(configuration.gateways()).hasSize(2);
    Configuration.Gateway first = configuration.gateways().getFirst();
    assertThat(first.systemId()).contains(FIRST);
    assertThat(first.addresses())
        .containsExactly(URI.create("https://gw1.example"), URI.create("https://gw2.example"));
    assertThat(first.user()).isEqualTo("operator");
    assertThat(first.password()).isEqualTo(new Password.InFile(passwordFile));
    assertThat(first.tls()).isEqualTo(new GatewayTls.Fingerprint(DIGEST));
    assertThat(first.storagePool()).contains("sp1");
    assertThat(first.labels()).containsExactly(Map.entry("zone", "a"));
    Configuration.Gateway second = configuration.gateways().getLast();
    assertThat(second.systemId()).contains(SECOND);
    assertThat(second.user()).isEqualTo("other");
    assertThat(second.password()).isEqualTo(new Password.InFile(other));
    assertThat(second.tls()).isInstanceOf(GatewayTls.Insecure.class);
    assertThat(second.storagePool()).contains("sp2");
    assertThat(second.labels()).isEmpty();
    assertThat(configuration.node().labels())
        .containsExactlyInAnyOrderEntriesOf(Map.of("zone", "a", "rack", "r1"));
  }

  @Test
  void whatIsWrongWithASystemIsSaidWithItsLine() throws IOException {
    sayAllButTheGateway();
    file(
        """
        systems:
          - system: flex
            gateway: https://gw1.example
          - system: %s
          - system: %s
            gateway: https://gw2.example
            storagPool: sp1
            scope: node
            password: hush
          - system: %s
            gateway: https://gw3.example
            user: ""
        """
            .formatted(FIRST, SECOND, SECOND));

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(p -> assertThat(p).contains("config.yaml:2", "16 hex digits"))
                    .anySatisfy(p -> assertThat(p).contains("config.yaml:4", "no gateway"))
                    .anySatisfy(p -> assertThat(p).contains(":7: unknown key", "storagePool"))
                    .anySatisfy(p -> assertThat(p).contains(":8: unknown key 'scope'"))
                    .anySatisfy(p -> assertThat(p).contains(":9:", "a password does not belong"))
                    .anySatisfy(p -> assertThat(p).contains("config.yaml:12"))
                    .anySatisfy(p -> assertThat(p).contains(SECOND, "2 times")));
  }

  @Test
  void oneGatewayAndAListOfSystemsContradictEachOther() throws IOException {
    sayTheLeast();
    file("systems:\n  - {system: " + FIRST + ", gateway: https://gw.example}\n");

    assertThatThrownBy(this::read)
        .hasMessageContaining("X_CSI_SCALEIO_GATEWAY")
        .hasMessageContaining("systems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zone", "zone=", "=a", "zone=a, ZONE=b", "a/b=c", FIRST + "=true", "z=a b"})
  void aLabelIsTwoWordsAndEachIsSaidOnce(String labels) {
    sayTheLeast();
    flags.add("--topology");
    flags.add(labels);

    assertThatThrownBy(this::read).hasMessageContaining("topology: '" + labels);
  }

  @Test
  void placesAreToldInClusterScopeUnlessSaidOtherwise() {
    sayTheLeast();
    assertThat(read().serving().tellPlaces()).isTrue();
    environment.put("X_CSI_SCALEIO_SCOPE", "node");
    assertThat(read().serving().tellPlaces()).isFalse();
    environment.put("X_CSI_SCALEIO_ADVERTISE_TOPOLOGY", "true");
    assertThat(read().serving().tellPlaces()).isTrue();
  }

  @Test
  void aCommandWantsToKnowWhichOfSeveralSystemsIsMeant() throws IOException {
    sayAllButTheGateway();
    file(
        """
        systems:
          - {system: %s, gateway: https://gw1.example}
          - {system: %s, gateway: https://gw2.example}
        """
            .formatted(FIRST, SECOND));

    assertThat(ToolConfiguration.read(flags, environment).gateways()).hasSize(2);
    assertThatThrownBy(() -> ToolConfiguration.read(flags, environment).gateway())
        .hasMessageContaining("--system")
        .hasMessageContaining(SECOND);
    flags.add("--system");
    flags.add(SECOND);
    assertThat(ToolConfiguration.read(flags, environment).gateway().systemId()).contains(SECOND);
    flags.set(flags.indexOf(SECOND), "00000000000000aa");
    assertThatThrownBy(() -> ToolConfiguration.read(flags, environment))
        .hasMessageContaining("is none of the systems");
    flags.set(flags.indexOf("00000000000000aa"), SECOND);
    assertThatThrownBy(this::read).hasMessageContaining("beside systems");
  }

  @Test
  void metricsAreShownToNobodyUnlessSomebodySaysSo() {
    sayTheLeast();

    Configuration.Metrics metrics = read().metrics();

    assertThat(metrics.wanted()).isFalse();
    assertThat(metrics.refresh()).isZero();
  }

  @Test
  void dcosSaysInTheEnvironmentWhereStatsdIs() {
    sayTheLeast();
    environment.put("STATSD_UDP_HOST", "198.51.100.1");
    environment.put("STATSD_UDP_PORT", "61825");

    Configuration configuration = read();

    assertThat(configuration.metrics().statsd())
        .contains(new Configuration.Statsd("198.51.100.1", 61825, Choices.StatsdFormat.DATADOG));
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void statsdCanBeTurnedOffWhateverTheEnvironmentSays() {
    sayTheLeast();
    environment.put("STATSD_UDP_HOST", "198.51.100.1");
    flags.add("--statsd-format=off");

    assertThat(read().metrics().wanted()).isFalse();
  }

  @Test
  void metricsThatOtherHostsCanSeeAreWarnedOf() {
    sayTheLeast();
    flags.add("--metrics-listen=0.0.0.0:9440");

    assertThat(read().warnings())
        .singleElement()
        .asString()
        .contains("metricsListen: 0.0.0.0:9440", "without a password");
  }

  @Test
  void theArrayIsNotAskedForMetricsAllTheTime() {
    sayTheLeast();
    flags.add("--metrics-refresh=2s");

    assertThat(problems()).singleElement().asString().contains("metricsRefresh", "10s or more");
  }
}
