package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.operation.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Whether a gateway's certificate is trusted, by the very rules by which requests are sent; and if
 * not, which one it is. For one connection.
 */
final class CertificateCheck implements AutoCloseable {
  private static final Duration SOON = Duration.ofDays(30);
  private static final String PART = AddressCheck.CERTIFICATE;

  private final String host;
  private final GatewayTls tls;
  private final InstantSource clock;
  private @Nullable SSLSocket secured;

  CertificateCheck(String host, GatewayTls tls, InstantSource clock) {
    this.host = host;
    this.tls = tls;
    this.clock = clock;
  }

  /** The connection over which something may be asked that is no secret, trusted or not. */
  Optional<Socket> secured() {
    return Optional.ofNullable(secured);
  }

  /**
   * Looks.
   *
   * @param again connects once more, to see a certificate that was refused
   */
  Finding look(Socket socket, Callable<Socket> again, int limitMillis) {
    try {
      OkHttpClient client = client(tls);
      SSLSocket trusted = shake(client, socket, limitMillis);
      secured = trusted;
      X509Certificate leaf = leaf(trusted);
      if (!client.hostnameVerifier().verify(host, trusted.getSession())) {
        return untrusted(leaf, "it does not name " + host);
      }
      return believed(leaf, trusted);
    } catch (SSLException e) {
      return isDistrust(e) ? seen(again, limitMillis, reason(e)) : noTls(e);
    } catch (IOException e) {
      return noTls(e);
    } catch (GeneralSecurityException e) {
      return Finding.fail(
          PART, "nothing can be trusted: " + e.getMessage(), "see the setting caFile");
    }
  }

  private static OkHttpClient client(GatewayTls tls) throws IOException, GeneralSecurityException {
    try {
      return Trust.apply(tls, new OkHttpClient.Builder()).build();
    } catch (IOException e) {
      throw new GeneralSecurityException(
          tls + " cannot be read (" + AddressCheck.words(e) + ")", e);
    }
  }

  private SSLSocket shake(OkHttpClient client, Socket socket, int limitMillis) throws IOException {
    socket.setSoTimeout(limitMillis);
    var secure =
        (SSLSocket) client.sslSocketFactory().createSocket(socket, host, socket.getPort(), true);
    try {
      secure.startHandshake();
      return secure;
    } catch (IOException e) {
      secure.close();
      throw e;
    }
  }

  /** A second look without trust, to say which certificate it is that is not believed. */
  private Finding seen(Callable<Socket> again, int limitMillis, String why) {
    try {
      SSLSocket open = shake(client(new GatewayTls.Insecure()), again.call(), limitMillis);
      secured = open;
      return untrusted(leaf(open), why);
    } catch (Exception e) {
      return Finding.fail(
          PART, "is not trusted: " + why, "see the settings caFile and fingerprint");
    }
  }

  private Finding believed(X509Certificate leaf, SSLSocket socket) {
    String seen = describe(leaf) + ", " + socket.getSession().getProtocol();
    Instant end = leaf.getNotAfter().toInstant();
    Duration left = Duration.between(clock.instant(), end);
    return switch (tls) {
      case GatewayTls.Insecure insecure ->
          Finding.warn(
              PART,
              "is not checked (insecure): " + seen,
              "once you know that it is the gateway's, say fingerprint: " + fingerprint(leaf));
      // Pinned, it is believed however old it is.
      case GatewayTls.Fingerprint pinned -> Finding.ok(PART, "is the pinned one: " + seen);
      case GatewayTls.CaFile file -> aged("is trusted by " + file.path() + ": " + seen, left);
      case GatewayTls.SystemTrust system ->
          aged("is trusted by this host's authorities: " + seen, left);
    };
  }

  private static Finding aged(String seen, Duration left) {
    return left.compareTo(SOON) > 0
        ? Finding.ok(PART, seen)
        : Finding.warn(
            PART,
            seen + ", ends in " + left.toDays() + " days",
            "have a new one made for the gateway, and put it, or its authority's, into caFile");
  }

  private Finding untrusted(X509Certificate leaf, String why) {
    String advice =
        switch (tls) {
          case GatewayTls.CaFile file ->
              "put this certificate or its authority's into " + file.path();
          case GatewayTls.Fingerprint pinned -> "say fingerprint: " + fingerprint(leaf);
          case GatewayTls.SystemTrust system ->
              "put it or its authority's into a caFile, or say fingerprint: " + fingerprint(leaf);
          case GatewayTls.Insecure insecure -> "";
        };
    return Finding.fail(
        PART,
        "is not trusted (" + why + "): " + describe(leaf),
        "ask the gateway's administrator whether it is his; if so, " + advice);
  }

  private static Finding noTls(IOException e) {
    return Finding.fail(
        PART,
        "no TLS could be spoken: " + AddressCheck.words(e),
        "see whether the address is that of a ScaleIO gateway, and what is in between");
  }

  private static String describe(X509Certificate leaf) {
    String subject = leaf.getSubjectX500Principal().getName();
    String issuer = leaf.getIssuerX500Principal().getName();
    return subject
        + (issuer.equals(subject) ? ", signed by itself" : ", signed by " + issuer)
        + ", valid until "
        + LocalDate.ofInstant(leaf.getNotAfter().toInstant(), ZoneOffset.UTC);
  }

  private static X509Certificate leaf(SSLSocket socket) throws SSLPeerUnverifiedException {
    Certificate first = socket.getSession().getPeerCertificates()[0];
    if (first instanceof X509Certificate leaf) {
      return leaf;
    }
    throw new SSLPeerUnverifiedException("the gateway's certificate is of another kind");
  }

  private static String fingerprint(X509Certificate leaf) {
    try {
      return HexFormat.ofDelimiter(":").formatHex(Trust.fingerprint(leaf));
    } catch (CertificateException e) {
      return "of 'openssl x509 -fingerprint -sha256'";
    }
  }

  private static boolean isDistrust(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** The innermost one's words, which are the most exact. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String words = cause.getMessage();
    return words == null ? cause.getClass().getSimpleName() : words;
  }

  @Override
  public void close() {
    SSLSocket open = secured;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        return; // It was only looked at.
      }
    }
  }
}
