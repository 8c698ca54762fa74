package org.csiscaleio.gateway.http;

import static java.util.concurrent.TimeUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.VERSION;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.Dns;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the way to a gateway, and that nothing secret goes along it. */
class AddressCheckTest {
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("an authority").build();

  private ScriptedGateway gateway = new ScriptedGateway();

  @TempDir Path dir;

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aGoodWayIsOkStepByStep() throws Exception {
    serve(signed("127.0.0.1"), Duration.ZERO);

    assertThat(look(trusted()))
        .allMatch(Finding::isOk)
        .extracting(Finding::part)
        .containsExactly("name", "connection", "certificate", "clock");
    assertThat(gateway.asked()).containsExactly(VERSION);
    assertThat(gateway.last(VERSION).getHeaders().get("Authorization")).as("a secret").isNull();
  }

  @Test
  void aNameThatNobodyKnowsIsSaidAndNothingElseIsLookedAt() {
    gateway.start();
    Dns nobody =
        name -> {
          throw new UnknownHostException(name);
        };
    List<Finding> findings =
        new AddressCheck(
                URI.create("https://gw.example"),
                gateway.settings(new GatewayTls.SystemTrust()),
                InstantSource.system(),
                nobody)
            .look(soon());

    assertThat(findings.getFirst().level()).isEqualTo(Level.FAIL);
    assertThat(findings.getFirst().seen()).contains("gw.example");
    assertThat(findings.subList(1, 4)).allMatch(finding -> finding.level() == Level.SKIP);
  }

  @Test
  void oneOfSeveralNumbersThatDoesNotAnswerIsWarnedOf() throws Exception {
    serve(signed("gw.example"), Duration.ZERO);
    Dns two =
        name -> List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.99.99.99"));
    URI address = URI.create("https://gw.example:" + gateway.address().getPort());
    Finding connection =
        new AddressCheck(address, gateway.settings(trusted()), InstantSource.system(), two)
            .look(soon())
            .get(1);

    assertThat(connection.level()).isEqualTo(Level.WARN);
    assertThat(connection.seen()).contains("127.99.99.99");
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws Exception {
    serve(signed("127.0.0.1"), Duration.ZERO);
    URI address = gateway.address();
    gateway.close();
    Finding connection =
        new AddressCheck(address, gateway.settings(trusted()), InstantSource.system())
            .look(soon())
            .get(1);

    assertThat(connection.level()).isEqualTo(Level.FAIL);
    assertThat(connection.seen()).contains(Integer.toString(address.getPort()), "127.0.0.1");
  }

  @Test
  void aCertificateThatIsNotTrustedIsNamedWithItsFingerprint() throws Exception {
    HeldCertificate installers =
        new HeldCertificate.Builder().rsa2048().commonName("Scaleio_Gateway").build();
    serve(installers, Duration.ZERO);
    Finding certificate = of("certificate", new GatewayTls.SystemTrust());

    assertThat(certificate.level()).isEqualTo(Level.FAIL);
    assertThat(certificate.seen()).contains("CN=Scaleio_Gateway", "signed by itself");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(installers.certificate().getEncoded());
    String fingerprint = HexFormat.ofDelimiter(":").formatHex(digest);
    assertThat(certificate.advice()).contains("fingerprint: " + fingerprint);
    assertThat(of("certificate", new GatewayTls.Fingerprint(fingerprint)).isOk()).isTrue();
    assertThat(of("certificate", new GatewayTls.Fingerprint("0".repeat(64))).advice())
        .contains(fingerprint);
    assertThat(of("certificate", new GatewayTls.Insecure()).level()).isEqualTo(Level.WARN);
  }

  @Test
  void aCertificateOfAnotherAddressIsNotTrusted() throws Exception {
    serve(signed("192.0.2.1"), Duration.ZERO);
    Finding certificate = of("certificate", trusted());

    assertThat(certificate.level()).isEqualTo(Level.FAIL);
    assertThat(certificate.seen()).contains("does not name 127.0.0.1");
  }

  @Test
  void aFileThatHoldsNothingToTrustIsNamed() throws Exception {
    serve(signed("127.0.0.1"), Duration.ZERO);
    Path missing = dir.resolve("missing.pem");
    Finding certificate = of("certificate", new GatewayTls.CaFile(missing));

    assertThat(certificate.level()).isEqualTo(Level.FAIL);
    assertThat(certificate.seen()).contains(missing.toString());
  }

  @Test
  void aCertificateThatSoonEndsIsWarnedOf() throws Exception {
    HeldCertificate ending =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .duration(10, DAYS)
            .build();
    serve(ending, Duration.ZERO);
    Finding certificate = of("certificate", trusted());

    assertThat(certificate.level()).isEqualTo(Level.WARN);
    assertThat(certificate.seen()).contains("in 9 days");
  }

  @Test
  void whatSpeaksNoTlsIsSaid() {
    gateway.start();
    URI address = URI.create("https://127.0.0.1:" + gateway.address().getPort());
    Finding certificate =
        new AddressCheck(
                address, gateway.settings(new GatewayTls.SystemTrust()), InstantSource.system())
            .look(soon())
            .get(2);

    assertThat(certificate.level()).isEqualTo(Level.FAIL);
    assertThat(certificate.seen()).contains("no TLS");
  }

  @Test
  void aClockThatIsAnHourOffIsSaidAlsoWhereNobodyIsTrusted() throws Exception {
    serve(signed("127.0.0.1"), Duration.ofHours(-1));
    for (GatewayTls tls : List.of(trusted(), new GatewayTls.SystemTrust())) {
      Finding clock = of("clock", tls);
      assertThat(clock.level()).isEqualTo(Level.FAIL);
      assertThat(clock.seen()).contains("behind").containsAnyOf("1 h 0 min", "59 min");
    }
  }

  @Test
  void aGatewayThatDoesNotTellItsTimeIsNotBlamed() throws Exception {
    serve(signed("127.0.0.1"), Duration.ZERO);
    gateway.always(VERSION, new MockResponse.Builder().code(401).build());

    assertThat(of("clock", trusted()).level()).isEqualTo(Level.SKIP);
  }

  private HeldCertificate signed(String address) {
    return new HeldCertificate.Builder()
        .signedBy(authority)
        .addSubjectAlternativeName(address)
        .duration(365, DAYS)
        .build();
  }

  private GatewayTls trusted() throws Exception {
    return new GatewayTls.CaFile(
        Files.writeString(dir.resolve("ca.pem"), authority.certificatePem()));
  }

  /** One whose clock is that far ahead of this machine's. */
  private void serve(HeldCertificate certificate, Duration ahead) {
    var server = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    gateway = new ScriptedGateway(server.sslSocketFactory()).start();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plus(ahead).atZone(ZoneOffset.UTC));
    gateway.always(VERSION, new MockResponse.Builder().code(401).setHeader("Date", date).build());
  }

  private List<Finding> look(GatewayTls tls) {
    return new AddressCheck(gateway.address(), gateway.settings(tls), InstantSource.system())
        .look(soon());
  }

  private Finding of(String part, GatewayTls tls) {
    return look(tls).stream()
        .filter(finding -> finding.part().equals(part))
        .findFirst()
        .orElseThrow();
  }
}
