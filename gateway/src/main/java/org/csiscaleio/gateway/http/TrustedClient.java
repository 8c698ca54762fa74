package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client with the trust that is configured now: when the CA file changes, the next request
 * gets a client that believes the new one.
 */
final class TrustedClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrustedClient.class);

  /**
   * Tomcat, which gateways run on, drops connections after 20 s of silence by default. Ours are
   * dropped well before, or a changing request may die on a connection that is just being closed,
   * and its outcome is unknown.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private record Stamp(FileTime modified, long size, @Nullable Object file) {}

  private final GatewaySettings settings;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable OkHttpClient client;
  private volatile @Nullable Stamp builtFrom;

  TrustedClient(GatewaySettings settings) {
    this.settings = settings;
  }

  /**
   * The client for a request that is to be sent now.
   *
   * @throws GatewayException UNTRUSTED when there is nothing to trust: an unreadable CA file
   */
  OkHttpClient current() {
    OkHttpClient now = client;
    if (now != null
        && (!(settings.tls() instanceof GatewayTls.CaFile file)
            || stamp(file.path()).equals(builtFrom))) {
      return now;
    }
    building.lock();
    try {
      return rebuild();
    } finally {
      building.unlock();
    }
  }

  private OkHttpClient rebuild() {
    OkHttpClient old = client;
    Stamp stamp = settings.tls() instanceof GatewayTls.CaFile file ? stamp(file.path()) : null;
    if (old != null && (stamp == null || stamp.equals(builtFrom))) {
      return old;
    }
    try {
      OkHttpClient fresh = build();
      client = fresh;
      if (old != null) {
        log.info("the CA file {} has changed and is used from now on", settings.tls());
        old.connectionPool().evictAll();
      }
      return fresh;
    } catch (IOException | GeneralSecurityException e) {
      if (old == null) {
        throw new GatewayException(
            GatewayException.Kind.UNTRUSTED,
            "no gateway can be trusted: "
                + settings.tls()
                + " cannot be used ("
                + e
                + "); it must be a readable PEM file with the certificate of the gateway or of its"
                + " authority",
            e);
      }
      // Perhaps half written: the old trust serves until the file changes again.
      log.warn("{} has changed but cannot be used, the old one stays: {}", settings.tls(), e);
      return old;
    } finally {
      builtFrom = stamp;
    }
  }

  private OkHttpClient build() throws IOException, GeneralSecurityException {
    var builder =
        new OkHttpClient.Builder()
            // The gateway speaks 1.1; and with one request per connection, one that is given up
            // disturbs no other.
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(
                new ConnectionPool(
                    settings.maxRequestsInFlight(),
                    KEEP_ALIVE.toMillis(),
                    java.util.concurrent.TimeUnit.MILLISECONDS))
            .dns(new BoundedDns(Dns.SYSTEM, settings.connectTimeout()))
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.requestTimeout())
            .writeTimeout(settings.requestTimeout())
            // Nothing is ever sent twice behind our back.
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .proxy(Proxy.NO_PROXY);
    return Trust.apply(settings.tls(), builder).build();
  }

  private static Stamp stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return new Stamp(FileTime.fromMillis(0), -1, null);
    }
  }

  @Override
  public void close() {
    OkHttpClient now = client;
    if (now != null) {
      now.connectionPool().evictAll();
    }
  }
}
