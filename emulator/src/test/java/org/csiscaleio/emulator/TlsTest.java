package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path state;

  private Rig start(Map<String, Object> more) {
    return new Rig(state, "2.0", more, SdcHosts.withoutDevices());
  }

  private X509Certificate certificate() throws Exception {
    try (InputStream in = Files.newInputStream(state.resolve("certificate.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static HttpClient trusting(X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("gateway", certificate);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static String version(HttpClient http, String url)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + "/api/version")).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void aClientThatTrustsTheCertificateGetsThroughBothByNameAndAddress() throws Exception {
    try (var rig = start(Map.of("tls", true));
        HttpClient http = trusting(certificate())) {
      assertThat(rig.url()).startsWith("https://127.0.0.1:");
      assertThat(version(http, rig.url())).isEqualTo("\"2.0\"");
      assertThat(version(http, rig.url().replace("127.0.0.1", "localhost"))).isEqualTo("\"2.0\"");
    }
  }

  @Test
  void theCertificateIsAnInstallersAndStaysTheSame() throws Exception {
    start(Map.of("tls", true)).close();
    X509Certificate first = certificate();
    assertThat(first.getSubjectX500Principal().getName())
        .isEqualTo("CN=Scaleio_Gateway,OU=ASD,O=EMC,L=Hopkinton,C=US");
    assertThat(first.getPublicKey().getAlgorithm()).isEqualTo("RSA");
    first.verify(first.getPublicKey());
    first.checkValidity();
    start(Map.of("tls", true)).close();
    assertThat(certificate()).isEqualTo(first);
  }

  @Test
  void withoutNamesTheHostCannotBeProven() throws Exception {
    try (var rig = start(Map.of("tls", true, "certificateNames", List.of()));
        HttpClient http = trusting(certificate())) {
      assertThat(certificate().getSubjectAlternativeNames()).isNull();
      assertThatThrownBy(() -> version(http, rig.url())).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aStrangersTrustIsNotEnough() {
    try (var rig = start(Map.of("tls", true));
        HttpClient http = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> version(http, rig.url())).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void asManyHandshakesFailAsWasAskedForAndIdleConnectionsEnd() throws Exception {
    try (var rig = start(Map.of("tls", true));
        HttpClient operator = trusting(certificate());
        HttpClient http = trusting(certificate())) {
      assertThat(version(http, rig.url())).isEqualTo("\"2.0\"");
      var fail =
          HttpRequest.newBuilder(URI.create(rig.url() + "/emulator/tls"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"failHandshakes\":2}"))
              .build();
      assertThat(operator.send(fail, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      int refused = 0;
      while (refused < 10 && !answers(http, rig.url())) {
        refused++;
      }

      assertThat(refused).isEqualTo(2);
    }
  }

  private static boolean answers(HttpClient http, String url) throws Exception {
    try {
      return version(http, url).equals("\"2.0\"");
    } catch (SSLHandshakeException e) {
      assertThat(e).hasMessageContaining("handshake_failure");
      return false;
    }
  }

  @Test
  void withoutTlsThereIsNoHandshakeToFail() {
    try (var rig = start(Map.of())) {
      assertThat(rig.stranger().post("/emulator/tls", "{'failHandshakes':1}").status())
          .isEqualTo(409);
    }
  }
}
