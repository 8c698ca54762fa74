package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.mesos.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterHttpTest {
  private static final Json CALL = Json.object().with("type", "GET_AGENTS");

  @TempDir Path directory;

  private final MockWebServer server = new MockWebServer();
  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  @BeforeEach
  void start() throws IOException {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MasterHttp master(GatewayTls tls) {
    return new MasterHttp(
        new MasterSettings(
            List.of(MasterSettings.address("https://127.0.0.1:" + server.getPort())),
            Optional.of("op"),
            () -> Optional.of("Basic b3A6aHVzaA=="),
            tls,
            Duration.ofSeconds(2)));
  }

  @Test
  void aMasterIsTrustedByAFileAndElseItIsSaidHow() throws Exception {
    Path file = Files.writeString(directory.resolve("ca.pem"), certificate.certificatePem());
    server.enqueue(new MockResponse(200, Headers.of(), "{}"));

    try (MasterHttp trusting = master(new GatewayTls.CaFile(file));
        MasterHttp strict = master(new GatewayTls.SystemTrust())) {
      assertThat(trusting.ask("/api/v1", CALL).body()).isEqualTo("{}");
      assertThatThrownBy(() -> strict.ask("/api/v1", CALL))
          .hasMessageContaining("--ca-file FILE or --fingerprint");
    }
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Basic b3A6aHVzaA==");
  }

  @Test
  void nothingIsSentToALeaderThatIsNoLongerReachedByHttps() {
    server.enqueue(new MockResponse(307, Headers.of("Location", "http://127.0.0.1:9/api/v1"), ""));

    try (MasterHttp master = master(new GatewayTls.Insecure())) {
      assertThatThrownBy(() -> master.ask("/api/v1", CALL))
          .hasMessageContaining("that is no https any more");
    }
  }

  @Test
  void mastersThatSendInCirclesAreGivenUp() {
    for (int i = 0; i < 8; i++) {
      server.enqueue(
          new MockResponse(
              307, Headers.of("Location", "//127.0.0.1:" + server.getPort() + "/api/v1"), ""));
    }

    try (MasterHttp master = master(new GatewayTls.Insecure())) {
      assertThatThrownBy(() -> master.ask("/api/v1", CALL))
          .hasMessageContaining("more than 3 redirections");
    }
  }

  @Test
  void whatChangesSomethingIsSentOnceWhateverBecomesOfIt() {
    server.enqueue(new MockResponse(200, Headers.of(), "{}"));
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
            .build());
    server.enqueue(new MockResponse(202, Headers.of(), ""));

    try (MasterHttp master = master(new GatewayTls.Insecure())) {
      master.ask("/api/v1", CALL);
      assertThatThrownBy(() -> master.tell("/api/v1/scheduler", CALL, Map.of()))
          .isInstanceOf(MasterFailure.class);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }
}
