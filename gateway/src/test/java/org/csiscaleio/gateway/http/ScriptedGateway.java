package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;

/**
 * A gateway that answers what a test wrote down, request by request, and keeps what it was asked.
 * Logs in whoever knows the password, unless told otherwise.
 */
final class ScriptedGateway implements AutoCloseable {
  static final String PASSWORD = "planted-Password-7f3a";
  static final String SYSTEM_ID = "1f3c6a2b7d8e9a0f";
  static final String VOLUME_ID = "5c7723f800000001";
  static final String POOL_ID = "3f8d21c600000000";
  static final String SDC_ID = "9a4be1d700000002";

  static final String LOGIN = "GET /api/login";
  static final String NEW_LOGIN = "POST /rest/auth/login";
  static final String VERSION = "GET /api/version";
  static final String SYSTEMS = "GET /api/types/System/instances";
  static final String CREATE = "POST /api/types/Volume/instances";
  static final String LOOK_UP = "POST /api/types/Volume/instances/action/queryIdByKey";
  static final String LIST = "GET /api/types/Volume/instances";
  static final String GET_VOLUME = "GET /api/instances/Volume::" + VOLUME_ID;
  static final String REMOVE = "POST /api/instances/Volume::" + VOLUME_ID + "/action/removeVolume";
  static final String MAP = "POST /api/instances/Volume::" + VOLUME_ID + "/action/addMappedSdc";
  static final String UNMAP =
      "POST /api/instances/Volume::" + VOLUME_ID + "/action/removeMappedSdc";
  static final String LIMIT =
      "POST /api/instances/Volume::" + VOLUME_ID + "/action/setMappedSdcLimits";
  static final String GROW = "POST /api/instances/Volume::" + VOLUME_ID + "/action/setVolumeSize";
  static final String SNAPSHOT = "POST /api/instances/System/action/snapshotVolumes";
  static final String SELECTED = "POST /api/types/Volume/instances/action/queryBySelectedIds";
  static final String REMOVE_GROUP =
      "POST /api/instances/System::" + SYSTEM_ID + "/action/removeConsistencyGroupSnapshots";
  static final String RENAME = "POST /api/instances/Volume::" + VOLUME_ID + "/action/setVolumeName";
  static final String SDCS = "GET /api/types/Sdc/instances";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Deque<MockResponse>> once = new ConcurrentHashMap<>();
  private final Map<String, MockResponse> always = new ConcurrentHashMap<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final String scheme;

  ScriptedGateway() {
    this("http");
  }

  /** One with TLS. */
  ScriptedGateway(SSLSocketFactory sockets) {
    this("https");
    server.useHttps(sockets);
  }

  private ScriptedGateway(String scheme) {
    this.scheme = scheme;
    always(VERSION, json(200, "\"3.6\""));
    always(SYSTEMS, json(200, "[{\"id\":\"" + SYSTEM_ID + "\",\"name\":\"scaleio-1\"}]"));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer(key(request));
          }
        });
  }

  ScriptedGateway start() {
    return start(0);
  }

  ScriptedGateway start(int port) {
    try {
      server.start(InetAddress.getLoopbackAddress(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private MockResponse answer(String key) {
    Deque<MockResponse> script = once.get(key);
    if (script != null) {
      synchronized (script) {
        MockResponse next = script.poll();
        if (next != null) {
          return next;
        }
      }
    }
    MockResponse standing = always.get(key);
    if (standing != null) {
      return standing;
    }
    return key.equals(LOGIN)
        ? json(200, "\"token-" + tokens.incrementAndGet() + "\"")
        : json(404, "{\"message\":\"no script for it\",\"httpStatusCode\":404,\"errorCode\":0}");
  }

  /** The next answers to that request, before the standing one. */
  ScriptedGateway next(String key, MockResponse... answers) {
    Deque<MockResponse> script = once.computeIfAbsent(key, k -> new ArrayDeque<>());
    synchronized (script) {
      script.addAll(List.of(answers));
    }
    return this;
  }

  /** The standing answer to that request. */
  ScriptedGateway always(String key, MockResponse answer) {
    always.put(key, answer);
    return this;
  }

  ScriptedGateway version(String version) {
    return always(VERSION, json(200, "\"" + version + "\""));
  }

  /** How often it was asked that. */
  long count(String key) {
    return requests.stream().filter(r -> key(r).equals(key)).count();
  }

  /** What it was asked, in order. */
  List<String> asked() {
    return requests.stream().map(ScriptedGateway::key).toList();
  }

  /** The last request of that kind. */
  RecordedRequest last(String key) {
    return requests.stream()
        .filter(r -> key(r).equals(key))
        .reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError("was never asked " + key + ", but " + asked()));
  }

  String body(String key) {
    var body = last(key).getBody();
    return body == null ? "" : body.utf8();
  }

  void forget() {
    requests.clear();
  }

  int port() {
    return server.getPort();
  }

  URI address() {
    return URI.create(scheme + "://127.0.0.1:" + server.getPort());
  }

  /** Settings that reach it, with short limits. */
  GatewaySettings settings() {
    return settings(new GatewayTls.Insecure());
  }

  GatewaySettings settings(GatewayTls tls) {
    return new GatewaySettings(
        List.of(address()),
        GatewayCredentials.fixed("admin", PASSWORD),
        tls,
        Optional.empty(),
        8,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        "csi-scaleio/test");
  }

  @Override
  public void close() {
    server.close();
  }

  private static String key(RecordedRequest request) {
    return request.getMethod() + " " + request.getTarget();
  }

  // Answers.

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json;charset=UTF-8")
        .body(body)
        .build();
  }

  static MockResponse done() {
    return json(200, "{}");
  }

  static MockResponse refusal(int code, String message) {
    return json(
        500, "{\"message\":\"" + message + "\",\"httpStatusCode\":500,\"errorCode\":" + code + "}");
  }

  static MockResponse unauthorized() {
    return json(401, "{\"message\":\"Unauthorized\",\"httpStatusCode\":401,\"errorCode\":0}");
  }

  static MockResponse html(int status) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "text/html")
        .body("<html><body>Something for people</body></html>")
        .build();
  }

  static MockResponse never() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  static MockResponse reset() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  static MockResponse half(String body) {
    return new MockResponse.Builder()
        .code(200)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .onResponseBody(new SocketEffect.CloseSocket())
        .build();
  }

  static MockResponse late(MockResponse answer, Duration delay) {
    return new MockResponse.Builder(answer)
        .headersDelay(delay.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /** A volume as the array describes it, mapped to these SDCs. */
  static String volume(String name, long sizeKib, long creationTime, String... sdcIds) {
    var mappings = new StringBuilder();
    for (String sdcId : sdcIds) {
      mappings
          .append(mappings.isEmpty() ? "" : ",")
          .append("{\"sdcId\":\"" + sdcId + "\",\"sdcIp\":\"192.0.2.21\",\"limitIops\":0,")
          .append("\"limitBwInMbps\":0,\"accessMode\":\"ReadWrite\"}");
    }
    return """
    {"id":"%s","name":"%s","sizeInKb":%d,"volumeType":"ThinProvisioned",
     "storagePoolId":"%s","vtreeId":"6e1d09aa00000001","ancestorVolumeId":null,
     "consistencyGroupId":null,"creationTime":%d,"useRmcache":false,
     "mappingToAllSdcsEnabled":false,"mappedSdcInfo":%s,
     "links":[{"rel":"self","href":"/api/instances/Volume::%s"}]}\
    """
        .formatted(
            VOLUME_ID,
            name,
            sizeKib,
            POOL_ID,
            creationTime,
            mappings.isEmpty() ? "null" : "[" + mappings + "]",
            VOLUME_ID);
  }
}
