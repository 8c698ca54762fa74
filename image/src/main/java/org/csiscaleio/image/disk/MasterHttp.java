package org.csiscaleio.image.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.csiscaleio.gateway.http.Trust;
import org.csiscaleio.image.disk.MasterFailure.Kind;
import org.csiscaleio.image.mesos.Json;
import org.csiscaleio.image.mesos.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the masters: sends a call to the one that leads, which any of them names. What
 * changes something is sent once: an offer that was accepted twice would end its own operation.
 */
final class MasterHttp implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** A master that leads no more sends to the next one, which may not know yet that it does. */
  private static final int MOST_HOPS = 3;

  private static final int SHOWN_OF_AN_ERROR = 300;

  private final MasterSettings settings;
  private final OkHttpClient client;
  private volatile @Nullable HttpUrl leader;

  /**
   * @param settings nothing is sent yet
   * @throws MasterFailure when there is nothing to trust: an unreadable CA file
   */
  MasterHttp(MasterSettings settings) {
    this.settings = settings;
    try {
      this.client =
          Trust.apply(
                  settings.tls(),
                  new OkHttpClient.Builder()
                      .protocols(List.of(Protocol.HTTP_1_1))
                      .connectTimeout(CONNECT_LIMIT)
                      .readTimeout(settings.answerLimit())
                      .writeTimeout(settings.answerLimit())
                      // Each call has a connection of its own: one that was kept may be closed by
                      // the master just then, and nobody knows what became of the call.
                      .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                      .retryOnConnectionFailure(false)
                      // Credentials go where a leader is, and never from https to http.
                      .followRedirects(false)
                      .followSslRedirects(false)
                      .proxy(Proxy.NO_PROXY))
              .build();
    } catch (IOException | GeneralSecurityException e) {
      throw new MasterFailure(
          Kind.REFUSED,
          settings.tls()
              + " cannot be used ("
              + e
              + "); it must be a readable PEM file with the certificate of the master or of its"
              + " authority",
          e);
    }
  }

  /** What a call came back with. */
  record Answer(int status, String body) {
    boolean accepted() {
      return status == 200 || status == 202;
    }
  }

  /**
   * An answer that goes on.
   *
   * @param call to break it off, which any thread may
   */
  record Opened(Call call, Response response) {}

  /**
   * Asks the leader something that changes nothing; it is looked for first.
   *
   * @throws MasterFailure AWAY when no leader answered; REFUSED with the status 401 or 403
   */
  Answer ask(String path, Json body) {
    try (Response response = toLeader(path, body, settings.answerLimit()).response()) {
      return answer(response);
    } catch (IOException e) {
      throw new MasterFailure(Kind.AWAY, "the master's answer broke off: " + words(e), e);
    }
  }

  /**
   * Looks for the leader with a call whose answer goes on; it is the caller's to close.
   *
   * @param silence after so long without a byte the answer breaks off
   * @throws MasterFailure as {@link #ask}
   */
  Opened open(String path, Json body, Duration silence) {
    return toLeader(path, body, silence);
  }

  /**
   * Tells the master that was found something, once, whatever it is by now.
   *
   * @throws MasterFailure AWAY when no answer came: it may have been carried out or not
   */
  Answer tell(String path, Json body, Map<String, String> headers) {
    HttpUrl at = leader;
    if (at == null) {
      throw new MasterFailure(Kind.AWAY, "no master is known to lead");
    }
    try (Response response = send(at, path, body, headers, settings.answerLimit()).response()) {
      return answer(response);
    } catch (IOException e) {
      throw new MasterFailure(Kind.AWAY, place(at) + ": " + words(e), e);
    }
  }

  private static Answer answer(Response response) throws IOException {
    return new Answer(response.code(), response.body().string());
  }

  /** Where the leader was found, for messages. */
  String leader() {
    HttpUrl now = leader;
    return now == null ? "no master" : place(now);
  }

  /** A master's place, for messages. */
  static String place(HttpUrl at) {
    return at.host() + ":" + at.port();
  }

  private Opened toLeader(String path, Json body, Duration readLimit) {
    var troubles = new ArrayList<String>();
    for (HttpUrl address : order()) {
      try {
        Optional<Opened> opened = follow(address, path, body, readLimit, troubles);
        if (opened.isPresent()) {
          return opened.get();
        }
      } catch (IOException e) {
        troubles.add(place(address) + ": " + words(e));
      }
    }
    leader = null;
    throw new MasterFailure(
        Kind.AWAY, "no master that leads was found: " + String.join(" | ", troubles));
  }

  private List<HttpUrl> order() {
    var order = new ArrayList<HttpUrl>();
    HttpUrl now = leader;
    if (now != null) {
      order.add(now);
    }
    settings.addresses().stream().filter(address -> !address.equals(now)).forEach(order::add);
    return order;
  }

  /** Empty when the way from there leads to none that leads; the troubles say why. */
  private Optional<Opened> follow(
      HttpUrl from, String path, Json body, Duration readLimit, List<String> troubles)
      throws IOException {
    HttpUrl at = from;
    for (int hop = 0; hop <= MOST_HOPS; hop++) {
      Opened opened = send(at, path, body, Map.of(), readLimit);
      Response response = opened.response();
      switch (response.code()) {
        case 307, 308, 302 -> {
          HttpUrl next = next(at, response);
          if (at.isHttps() && !next.isHttps()) {
            throw new MasterFailure(
                Kind.REFUSED,
                at
                    + " names "
                    + next
                    + " as the leader: that is no https any more, and nothing is"
                    + " sent there. Name the masters as they are reached");
          }
          at = next;
        }
        case 503 -> {
          troubles.add(place(at) + ": " + shown(response));
          return Optional.empty();
        }
        case 401, 403 -> throw refused(at, response);
        default -> {
          leader = at;
          return Optional.of(opened);
        }
      }
    }
    troubles.add(place(from) + ": more than " + MOST_HOPS + " redirections");
    return Optional.empty();
  }

  private Opened send(
      HttpUrl at, String path, Json body, Map<String, String> headers, Duration readLimit)
      throws IOException {
    var request =
        new Request.Builder()
            .url(at.newBuilder().encodedPath(path).build())
            .header("Accept", "application/json")
            .header("User-Agent", "csi-scaleio")
            // Of bytes: of a text it would add a charset, and Mesos compares the whole header.
            .post(RequestBody.create(JsonText.line(body).getBytes(UTF_8), JSON));
    settings.authorization().get().ifPresent(value -> request.header("Authorization", value));
    headers.forEach(request::header);
    OkHttpClient patient =
        readLimit.equals(settings.answerLimit())
            ? client
            : client.newBuilder().readTimeout(readLimit).build();
    Call sent = patient.newCall(request.build());
    return new Opened(sent, sent.execute());
  }

  /** Masters leave the scheme out: the one that they were reached by holds. */
  private static HttpUrl next(HttpUrl at, Response response) throws IOException {
    try (response) {
      String location = response.header("Location");
      HttpUrl next = location == null ? null : at.resolve(location);
      if (next == null) {
        throw new IOException("it redirects and does not say whereto");
      }
      return next.newBuilder().encodedPath("/").query(null).build();
    }
  }

  private MasterFailure refused(HttpUrl at, Response response) throws IOException {
    String said = shown(response);
    String who =
        settings
            .principal()
            .map(name -> "principal '" + name + "'")
            .orElse("anybody who says no name");
    return new MasterFailure(
        Kind.REFUSED,
        response.code() == 401
            ? "the master "
                + place(at)
                + " does not let "
                + who
                + " in (401): say --principal NAME and --secret-file FILE as its --credentials have them"
            : "the master "
                + place(at)
                + " forbids it to "
                + who
                + " (403): "
                + said
                + "; its ACLs say what a principal may do");
  }

  private static String shown(Response response) throws IOException {
    try (response) {
      String text = response.code() + " " + response.peekBody(SHOWN_OF_AN_ERROR).string().strip();
      return text.replaceAll("\\p{Cntrl}+", " ");
    }
  }

  /** An exception's message; some have none. */
  static String said(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String words(IOException e) {
    String text = said(e);
    return e instanceof SSLException
        ? text + "; say --ca-file FILE or --fingerprint SHA256, if it is the right one"
        : text;
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }
}
