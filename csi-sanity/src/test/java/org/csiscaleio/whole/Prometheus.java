package org.csiscaleio.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.RunningProgram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real Prometheus, on loopback, that scrapes one plugin every second. */
final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int port;
  private final RunningProgram program;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Prometheus(int port, RunningProgram program) {
    this.port = port;
    this.program = program;
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it; does not wait for it. */
  static Prometheus scraping(int plugin, Path rules, Cluster cluster) throws IOException {
    Path directory = Files.createDirectory(cluster.root().resolve("prometheus"));
    Path configuration =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: ["%s"]
            scrape_configs:
              - job_name: csi-scaleio
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(rules.toAbsolutePath().normalize(), plugin));
    int port = freePort();
    return new Prometheus(
        port,
        RunningProgram.start(
            "prometheus",
            List.of(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn"),
            Map.of("GOMAXPROCS", "1"),
            cluster.logs().resolve("prometheus.log")));
  }

  /** Waits until an expression that yields one number yields this one. */
  void await(String expression, double wanted) {
    Await.until(
        expression + " to be " + wanted,
        PATIENCE,
        () -> {
          JsonNode result = query(expression).path("data").path("result");
          if (result.size() != 1) {
            throw new IOException("there are " + result.size() + " of it");
          }
          String value = result.path(0).path("value").path(1).asString();
          if (Double.parseDouble(value) != wanted) {
            throw new IOException("it is " + value);
          }
          return true;
        });
  }

  /** Waits until an alert is pending or firing. */
  void awaitAlert(String name) {
    Await.until(
        "the alert " + name,
        PATIENCE,
        () -> ask("/api/v1/alerts").findValuesAsString("alertname").contains(name));
  }

  /** Waits until so many rules have been evaluated without an error. */
  void awaitRules(int count) {
    Await.until(
        count + " rules without an error",
        PATIENCE,
        () -> {
          List<String> health = ask("/api/v1/rules").findValuesAsString("health");
          if (!health.equals(Collections.nCopies(count, "ok"))) {
            throw new IOException("they are " + health);
          }
          return true;
        });
  }

  /** Waits until all these metrics have been scraped. */
  void awaitNames(Collection<String> wanted) {
    Await.until(
        "all of " + wanted,
        PATIENCE,
        () -> {
          Set<String> missing = new HashSet<>(wanted);
          ask("/api/v1/label/__name__/values")
              .path("data")
              .forEach(name -> missing.remove(name.asString()));
          if (!missing.isEmpty()) {
            throw new IOException("there is no " + missing);
          }
          return true;
        });
  }

  boolean understands(String expression) throws Exception {
    return query(expression).path("status").asString().equals("success");
  }

  private JsonNode query(String expression) throws Exception {
    return ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  private JsonNode ask(String path) throws Exception {
    return JSON.readTree(get(port, path));
  }

  /** A plugin's page, as it is now. */
  String page(int plugin) throws Exception {
    return get(plugin, "/metrics");
  }

  private String get(int at, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  /**
   * Runs promtool.
   *
   * @param input what it reads from standard input
   * @return all that it says
   * @throws IOException when it finds a fault
   */
  static String promtool(Path input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(said);
    }
    return said;
  }

  @Override
  public void close() {
    http.close();
    program.sigterm(STOP_LIMIT);
  }
}
