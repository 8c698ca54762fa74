package org.csiscaleio.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.ScriptedGateway.POOL_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDC_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.VOLUME_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.volume;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.gateway.json.Garbage;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gateway that talks nonsense and repeats what it was told in confidence: calls end with a {@link
 * GatewayException} or an answer, never otherwise, and no message or log line repeats a secret.
 */
class NonsenseTest {
  private static final String TOKEN = "planted-Token-91c2";

  private final MockWebServer server = new MockWebServer();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("org.csiscaleio");
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() throws Exception {
    root.setLevel(Level.ALL);
    root.addHandler(ear);
    server.start(java.net.InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    root.removeHandler(ear);
    root.setLevel(null);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nonsenseEndsInAGatewayExceptionAndRepeatsNoSecret(long seed) throws Exception {
    server.setDispatcher(new Babbler(seed));
    var said = new CopyOnWriteArrayList<String>();
    try (ScaleIoSystem system = open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int round = 0; round < 20; round++) {
        for (Runnable call : calls(system)) {
          running.add(threads.submit(() -> failureOf(call).ifPresent(said::add)));
        }
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    assertThat(said).hasSizeGreaterThan(100);
    assertThat(said).noneMatch(NonsenseTest::holdsASecret);
    assertThat(logged).isNotEmpty().noneMatch(NonsenseTest::holdsASecret);
  }

  @Test
  void whatIsToBeKeptSecretIsNotInAnyToString() {
    assertThat(
            List.of(
                session().toString(),
                settings().toString(),
                settings().credentials().get().toString()))
        .noneMatch(NonsenseTest::holdsASecret);
  }

  private static Session session() {
    return Session.bearer(
        TOKEN, TOKEN, ScriptedGateway.PASSWORD, new GatewayVersion(4, 5), Duration.ZERO, 0);
  }

  private ScaleIoSystem open() {
    return HttpScaleIoSystem.open(settings());
  }

  private GatewaySettings settings() {
    return GatewaySettings.of(
            "http://127.0.0.1:" + server.getPort(),
            GatewayCredentials.fixed("admin", ScriptedGateway.PASSWORD),
            new GatewayTls.Insecure())
        .withMaxRequestsInFlight(32)
        .withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300));
  }

  private static List<Runnable> calls(ScaleIoSystem system) {
    return List.of(
        () -> system.info(brief()),
        () -> system.sdcs(brief()),
        () -> system.storagePools(brief()),
        () -> system.protectionDomains(brief()),
        () -> system.poolStatistics(POOL_ID, brief()),
        () -> system.limits(brief()),
        () -> system.volume(VOLUME_ID, brief()),
        () -> system.volumeIdByName("vol-a", brief()),
        () -> system.forEachVolume(v -> {}, brief()),
        () -> system.volumesOfSdc(SDC_ID, brief()),
        () ->
            system.createVolume(
                new NewVolume("vol-a", POOL_ID, 8L << 20, VolumeType.THIN), brief()),
        () -> system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_WRITE, brief()),
        () -> system.unmap(VOLUME_ID, SDC_ID, brief()),
        () -> system.limitMapping(VOLUME_ID, SDC_ID, 0, 0, brief()),
        () -> system.rename(VOLUME_ID, "vol-b", brief()),
        () -> system.removeVolume(VOLUME_ID, brief()));
  }

  private static Deadline brief() {
    return Deadline.after(Duration.ofMillis(800));
  }

  private static Optional<String> failureOf(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (GatewayException e) {
      return Optional.of(trace(e));
    }
  }

  private static String trace(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static boolean holdsASecret(String text) {
    String basic =
        Base64.getEncoder().encodeToString(("admin:" + ScriptedGateway.PASSWORD).getBytes(UTF_8));
    return text.contains(ScriptedGateway.PASSWORD)
        || text.contains(TOKEN)
        || text.contains(basic)
        || text.contains(basic.substring(8, basic.length() - 4));
  }

  /** Answers anything to anything, and works in what it was sent in confidence. */
  private static final class Babbler extends Dispatcher {
    private static final int[] STATUSES = {
      200, 200, 200, 204, 301, 400, 401, 403, 404, 406, 428, 429, 500, 500, 500, 502, 503
    };
    private final Random random;
    private final Garbage garbage;

    Babbler(long seed) {
      this.random = new Random(seed);
      this.garbage = new Garbage(seed);
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
      String target = String.valueOf(request.getTarget());
      if (target.startsWith("/api/log") && random.nextInt(4) > 0) {
        return json(200, "\"" + TOKEN + "\"");
      }
      if (target.equals("/api/version") && random.nextInt(4) > 0) {
        return json(200, "\"3.6\"");
      }
      String secrets =
          request.getHeaders().get("Authorization")
              + " "
              + ScriptedGateway.PASSWORD
              // A token can be repeated by whoever has been told it, not before.
              + (target.contains("log") ? "" : " " + TOKEN);
      var answer =
          new MockResponse.Builder()
              .code(STATUSES[random.nextInt(STATUSES.length)])
              .setHeader("Content-Type", type(secrets));
      if (random.nextInt(20) == 0) {
        answer.status("HTTP/1.1 abc " + secrets);
      }
      if (random.nextInt(10) == 0) {
        answer.onResponseBody(new SocketEffect.CloseSocket());
      }
      return answer.body(body(secrets)).build();
    }

    private String type(String secrets) {
      return switch (random.nextInt(6)) {
        case 0 -> "text/html";
        case 1 -> "text/plain; x=\"" + secrets + "\"";
        default -> "application/json";
      };
    }

    private Buffer body(String secrets) {
      String good =
          random.nextBoolean()
              ? volume(secrets, 8L << 20, 1)
              : "{\"message\":\"you said "
                  + secrets
                  + "\",\"errorCode\":0,\"httpStatusCode\":500,"
                  + "\"details\":[{\"rc\":1,\"errorMessage\":\""
                  + secrets
                  + "\",\"x\":1}],\"y\":2}";
      return new Buffer().write(random.nextInt(3) == 0 ? good.getBytes(UTF_8) : garbage.from(good));
    }
  }
}
