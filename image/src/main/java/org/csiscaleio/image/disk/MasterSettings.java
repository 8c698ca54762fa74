package org.csiscaleio.image.disk;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.csiscaleio.gateway.GatewayTls;

/**
 * How to reach the masters.
 *
 * @param addresses of some or all of them; which one leads is found out
 * @param principal the name the framework has and is authenticated by; empty for none
 * @param authorization the header that proves it, asked for at every request; never shown
 * @param tls what makes a master's certificate trusted
 * @param answerLimit for the answer to one request
 */
record MasterSettings(
    List<HttpUrl> addresses,
    Optional<String> principal,
    Supplier<Optional<String>> authorization,
    GatewayTls tls,
    Duration answerLimit) {
  static final int DEFAULT_PORT = 5050;

  MasterSettings {
    addresses = List.copyOf(addresses);
    requireNonNull(principal, "principal is null");
    requireNonNull(authorization, "authorization is null");
    requireNonNull(tls, "tls is null");
    requireNonNull(answerLimit, "answerLimit is null");
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no master was named");
    }
  }

  /**
   * Reads {@code [http[s]://]HOST[:PORT]}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static HttpUrl address(String text) {
    if (text.startsWith("zk://")) {
      throw new IllegalArgumentException(
          "ZooKeeper is not asked; name the masters themselves, as master1.example:5050,"
              + "master2.example:5050: any of them tells which one leads");
    }
    boolean bare = !text.contains("://");
    HttpUrl url = HttpUrl.parse((bare ? "http://" : "") + text);
    if (url == null) {
      throw new IllegalArgumentException("'" + text + "' is no address; say [https://]HOST[:PORT]");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      // Not repeated: it holds a password.
      throw new IllegalArgumentException(
          "an address holds no user or password; say --principal NAME and --secret-file FILE");
    }
    if (!url.encodedPath().equals("/") || url.query() != null) {
      throw new IllegalArgumentException(
          "'" + text + "' has a path; only [https://]HOST[:PORT] is wanted");
    }
    return text.matches(".*:[0-9]+/?") ? url : url.newBuilder().port(DEFAULT_PORT).build();
  }
}
