package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is secret is in no log line, no error message and no command line. */
@Tag("side-by-side")
class SecretsTest {
  private static final String PASSWORD = "Pa55-planted-gateway";
  private static final String CSI_SECRET = "5ecret-planted-csi";
  private static final String IN_ENVIRONMENT = "Pa55-planted-environment";

  private final List<String> messages = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingSecretIsSaidAnywhere(String logFormat) throws Exception {
    Set<String> commandLines = ConcurrentHashMap.newKeySet();
    Path logs;
    try (var cluster =
        Cluster.named("SecretsTest-" + logFormat)
            .password(PASSWORD)
            .setting("logLevel", "trace")
            .setting("deviceWaitSeconds", "1")
            .setting("logFormat", logFormat)
            .start()) {
      logs = cluster.logs();
      var done = new AtomicBoolean();
      Thread watcher = Thread.ofVirtual().start(() -> watchCommandLines(commandLines, done));
      useEverything(cluster);
      failInEveryWay(cluster);
      refuseTheLogin(cluster);
      done.set(true);
      watcher.join();
      Afterwards.nothingIsLeft(cluster);
    }

    assertThat(messages).isNotEmpty().noneSatisfy(SecretsTest::holdsASecret);
    assertThat(commandLines)
        .as("the watcher saw the plugin and its children")
        .anyMatch(line -> line.contains("csi-scaleio"))
        .anyMatch(line -> line.contains("mkfs"))
        .noneSatisfy(SecretsTest::holdsASecret);
    assertThat(lines(logs.resolve("plugin-host-a.log")))
        .as("a log at its most talkative")
        .hasSizeGreaterThan(20)
        .noneSatisfy(SecretsTest::holdsASecret);
  }

  @Test
  void aPlantedSecretWouldBeSeen() {
    assertThatThrownBy(() -> assertThat(List.of("x " + PASSWORD)).noneSatisfy(this::secret))
        .isInstanceOf(AssertionError.class);
  }

  private void secret(String line) {
    holdsASecret(line);
  }

  private void useEverything(Cluster cluster) {
    CsiClient client = cluster.a().client();
    VolumeUse use =
        cluster
            .useOnA(VolumeWish.of("secrets", 8, "ext4"))
            .withSecrets(Map.of("password", CSI_SECRET, "username", "planted-user"));
    use.bringUp(client);
    use.bringUp(client);
    use.tearDown(client);
  }

  private void failInEveryWay(Cluster cluster) {
    CsiClient client = cluster.a().client();
    var secrets = Map.of("password", CSI_SECRET);
    for (Action action : List.of(Action.RESET, Action.HALF, Action.EXPIRE_TOKEN)) {
      cluster.emulator().control().inject(Fault.once("*", action).times(50));
      VolumeUse use =
          cluster.useOnA(VolumeWish.of("fails-" + action, 8, "ext4")).withSecrets(secrets);
      remember(() -> use.create(client.withDeadline(java.time.Duration.ofSeconds(3))));
      cluster.emulator().control().clearFaults();
      Repeating.untilDone(() -> use.create(client));
      use.delete(client);
      remember(() -> use.publish(client));
      remember(() -> use.stage(client));
    }
    remember(() ->
        cluster
            .useOnA(VolumeWish.of("unknown", 8, "ext4").withParameter("nonsense", "x"))
            .withSecrets(secrets)
            .create(client));
  }

  private void refuseTheLogin(Cluster cluster) {
    cluster.a().sigkill();
    cluster.a().start(Map.of("X_CSI_SCALEIO_PASSWORD", IN_ENVIRONMENT));
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("refused", 8, "ext4"));
    remember(() -> use.create(client.withDeadline(java.time.Duration.ofSeconds(5))));
    cluster.a().sigkill();
    cluster.a().restart();
  }

  private void remember(Runnable call) {
    try {
      call.run();
      throw new AssertionError("this call should have failed");
    } catch (StatusRuntimeException e) {
      messages.add(e.getStatus() + " " + e.getTrailers());
    }
  }

  private static void holdsASecret(String line) {
    assertThat(
            Stream.of(
                    PASSWORD,
                    CSI_SECRET,
                    IN_ENVIRONMENT,
                    base64("admin:" + PASSWORD),
                    base64("admin:" + IN_ENVIRONMENT))
                .anyMatch(line::contains))
        .isTrue();
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void watchCommandLines(Set<String> seen, AtomicBoolean done) {
    while (!done.get()) {
      ProcessHandle.current()
          .descendants()
          .forEach(process -> {
            try {
              seen.add(
                  Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                      .replace('\0', ' '));
            } catch (IOException e) {
              // It has ended meanwhile.
            }
          });
      Thread.onSpinWait();
    }
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log);
  }
}
