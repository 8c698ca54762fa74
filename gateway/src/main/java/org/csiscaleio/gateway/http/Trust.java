package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.csiscaleio.gateway.GatewayTls;

/** Makes an HTTP client believe the certificates of a {@link GatewayTls}, and no others. */
public final class Trust {
  private Trust() {}

  /**
   * Sets up the builder.
   *
   * @throws IOException when a CA file cannot be read
   * @throws GeneralSecurityException when it holds no certificates
   */
  public static OkHttpClient.Builder apply(GatewayTls tls, OkHttpClient.Builder builder)
      throws IOException, GeneralSecurityException {
    return switch (tls) {
      case GatewayTls.SystemTrust system -> builder;
      case GatewayTls.CaFile file -> trustFile(file.path(), builder);
      case GatewayTls.Fingerprint pinned ->
          trust(new PinnedLeaf(pinned.sha256()), (host, session) -> true, builder);
      case GatewayTls.Insecure insecure -> trust(new Anyone(), (host, session) -> true, builder);
    };
  }

  private static OkHttpClient.Builder trustFile(Path path, OkHttpClient.Builder builder)
      throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates = readPem(path);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return trust(x509, new NamedOrListed(List.copyOf(certificates)), builder);
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust manager");
  }

  private static Collection<? extends Certificate> readPem(Path path)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(path)) {
      var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return certificates;
    }
  }

  private static OkHttpClient.Builder trust(
      X509TrustManager manager, HostnameVerifier hostnames, OkHttpClient.Builder builder)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    return builder
        .sslSocketFactory(context.getSocketFactory(), manager)
        .hostnameVerifier(hostnames);
  }

  /**
   * The certificate names the host, or is itself in the operator's file: the installer's own
   * certificate names no address at all.
   */
  private record NamedOrListed(List<Certificate> listed) implements HostnameVerifier {
    @Override
    public boolean verify(String host, SSLSession session) {
      if (OkHostnameVerifier.INSTANCE.verify(host, session)) {
        return true;
      }
      try {
        return listed.contains(session.getPeerCertificates()[0]);
      } catch (SSLPeerUnverifiedException e) {
        return false;
      }
    }
  }

  /** The SHA-256 by which a certificate is pinned. */
  static byte[] fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new CertificateException("this Java knows no SHA-256", e);
    }
  }

  /** Believes one certificate, whoever signed it. */
  private static final class PinnedLeaf extends ServersOnly {
    private final String sha256;

    PinnedLeaf(String sha256) {
      this.sha256 = sha256;
    }

    @Override
    void check(X509Certificate[] chain) throws CertificateException {
      String found = HexFormat.of().formatHex(fingerprint(chain[0]));
      if (!found.equals(sha256)) {
        throw new CertificateException(
            "the gateway's certificate has the SHA-256 fingerprint "
                + found
                + ", the configured one is "
                + sha256);
      }
    }
  }

  /** Believes every certificate. */
  private static final class Anyone extends ServersOnly {
    @Override
    void check(X509Certificate[] chain) {}
  }

  /**
   * A trust manager for our side of a connection. Extended, because Java wraps a plain one in
   * checks of its own, which refuse the weak keys of old gateways' certificates.
   */
  private abstract static class ServersOnly extends X509ExtendedTrustManager {
    abstract void check(X509Certificate[] chain) throws CertificateException;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
