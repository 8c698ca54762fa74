package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDCS;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes to be the gateway. */
class TrustTest {
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("an authority").build();

  /** As the installer makes it: signed by itself, naming no address. */
  private final HeldCertificate installers =
      new HeldCertificate.Builder().rsa2048().commonName("Scaleio_Gateway").build();

  private ScriptedGateway gateway = new ScriptedGateway();

  @TempDir Path dir;

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anUnknownCertificateIsRefusedByDefaultAndNothingIsSent() {
    serve(installers);

    assertKind(() -> ask(new GatewayTls.SystemTrust()), Kind.UNTRUSTED)
        .hasMessageContaining(gateway.address().toString())
        .hasMessageContaining("CA file or certificate fingerprint");

    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void anAuthoritysCertificateIsBelievedForTheAddressItNames() throws Exception {
    serve(signed("127.0.0.1"));

    ask(new GatewayTls.CaFile(pem(authority)));
  }

  @Test
  void anAuthoritysCertificateIsNotBelievedForAnotherAddress() throws Exception {
    serve(signed("192.0.2.1"));
    Path file = pem(authority);

    assertKind(() -> ask(new GatewayTls.CaFile(file)), Kind.UNTRUSTED);
  }

  @Test
  void theInstallersOwnCertificateIsBelievedWhenItIsInTheFile() throws Exception {
    serve(installers);

    ask(new GatewayTls.CaFile(pem(installers)));
  }

  @Test
  void aCertificateNotInTheFileIsRefused() throws Exception {
    serve(installers);
    Path file = pem(authority);

    assertKind(() -> ask(new GatewayTls.CaFile(file)), Kind.UNTRUSTED);
  }

  @Test
  void aChangedFileIsUsedForTheNextRequestAndABrokenOneIsNot() throws Exception {
    serve(installers);
    Path file = pem(authority);
    try (ScaleIoSystem system = open(new GatewayTls.CaFile(file))) {
      assertKind(() -> system.sdcs(soon()), Kind.UNTRUSTED);

      replace(file, installers.certificatePem(), 1);
      system.sdcs(soon());

      replace(file, "-----BEGIN CERTIFICATE-----\nhalf writ", 2);
      system.sdcs(soon());

      replace(file, authority.certificatePem(), 3);
      assertKind(() -> system.sdcs(soon()), Kind.UNTRUSTED);
    }
  }

  @Test
  void aFileThatHoldsNothingToTrustIsNamed() throws Exception {
    serve(installers);
    Path empty = Files.createFile(dir.resolve("empty.pem"));
    for (Path file : new Path[] {empty, dir.resolve("missing.pem")}) {
      assertKind(() -> ask(new GatewayTls.CaFile(file)), Kind.UNTRUSTED)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void theCertificateOfTheFingerprintIsBelievedWhateverItNames() throws Exception {
    serve(installers);
    String fingerprint = fingerprint(installers);

    ask(new GatewayTls.Fingerprint(fingerprint));
    ask(
        new GatewayTls.Fingerprint(
            fingerprint.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:")));
  }

  @Test
  void anotherCertificateThanThatOfTheFingerprintIsRefusedNamingBoth() throws Exception {
    serve(installers);
    var other = new GatewayTls.Fingerprint(fingerprint(authority));

    assertKind(() -> ask(other), Kind.UNTRUSTED)
        .hasMessageContaining(other.sha256())
        .hasMessageContaining(fingerprint(installers));
  }

  @Test
  void insecureBelievesAnyone() {
    serve(installers);

    ask(new GatewayTls.Insecure());
  }

  private HeldCertificate signed(String address) {
    return new HeldCertificate.Builder()
        .signedBy(authority)
        .addSubjectAlternativeName(address)
        .build();
  }

  private void serve(HeldCertificate certificate) {
    var server = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    gateway = new ScriptedGateway(server.sslSocketFactory()).start();
    gateway.always(SDCS, json(200, "[]"));
  }

  private ScaleIoSystem open(GatewayTls tls) {
    return HttpScaleIoSystem.open(gateway.settings(tls));
  }

  private void ask(GatewayTls tls) {
    try (ScaleIoSystem system = open(tls)) {
      assertThat(system.sdcs(soon())).isEmpty();
    }
  }

  private Path pem(HeldCertificate certificate) throws Exception {
    return Files.writeString(dir.resolve("ca.pem"), certificate.certificatePem());
  }

  /** Changes the file as an operator would, at a time of its own. */
  private static void replace(Path file, String text, int minutesLater) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60L * minutesLater)));
  }

  private static String fingerprint(HeldCertificate certificate) throws Exception {
    byte[] der = certificate.certificate().getEncoded();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }
}
