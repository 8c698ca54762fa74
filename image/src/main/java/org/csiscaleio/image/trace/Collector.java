package org.csiscaleio.image.trace;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.gateway.http.Trust;
import org.csiscaleio.image.config.Configuration;
import org.jspecify.annotations.Nullable;

/** The way to a collector: OpenTelemetry's protocol over HTTP, in JSON. For one thread. */
final class Collector implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  /** What became of an export. */
  sealed interface Outcome {
    /** It was taken. */
    record Taken() implements Outcome {}

    /** It may be taken later. */
    record Away(String why) implements Outcome {}

    /** It will never be taken. */
    record Refused(String why) implements Outcome {}
  }

  private final Configuration.Traces settings;
  private final Consumer<String> secrets;
  private @Nullable OkHttpClient client;

  /**
   * Sends nothing yet.
   *
   * @param secrets is told what stands in the file of headers
   */
  Collector(Configuration.Traces settings, Consumer<String> secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  URI endpoint() {
    return settings.endpoint();
  }

  Outcome send(String body) {
    try (Response response = client().newCall(request(body)).execute()) {
      String answer = "it answered " + response.code();
      if (response.isSuccessful()) {
        return new Outcome.Taken();
      }
      return response.code() >= SERVER_ERRORS || response.code() == TOO_MANY_REQUESTS
          ? new Outcome.Away(answer)
          : new Outcome.Refused(answer);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return new Outcome.Away(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the file of headers anew each time: what is in it may change. */
  private Request request(String body) throws IOException {
    var request =
        new Request.Builder()
            .url(settings.endpoint().toString())
            .post(RequestBody.create(body, JSON));
    Optional<Path> file = settings.headerFile();
    if (file.isPresent()) {
      for (String line : Files.readAllLines(file.get())) {
        String[] header = line.split(":", 2);
        if (header.length == 2 && !line.startsWith("#")) {
          secrets.accept(header[1].strip());
          request.header(header[0].strip(), header[1].strip());
        }
      }
    }
    return request.build();
  }

  private OkHttpClient client() throws IOException, GeneralSecurityException {
    OkHttpClient known = client;
    if (known != null) {
      return known;
    }
    var builder =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(CONNECT_LIMIT)
            .callTimeout(LIMIT)
            .followRedirects(false)
            .followSslRedirects(false)
            .proxy(Proxy.NO_PROXY);
    GatewayTls tls =
        settings.caFile().isPresent()
            ? new GatewayTls.CaFile(settings.caFile().get())
            : new GatewayTls.SystemTrust();
    OkHttpClient fresh = Trust.apply(tls, builder).build();
    client = fresh;
    return fresh;
  }

  @Override
  public void close() {
    OkHttpClient known = client;
    if (known != null) {
      known.connectionPool().evictAll();
    }
  }
}
