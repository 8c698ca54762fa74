package org.csiscaleio.deploy.master;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.csiscaleio.deploy.ProtobufJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP side of a master: who may say what, in which order, to which of the masters. What it
 * means is {@link Allocation}'s business.
 */
public final class MasterDouble implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Allocation allocation;
  private final List<String> requests = new ArrayList<>();
  private volatile Optional<MasterDouble> leader = Optional.empty();
  private volatile boolean leads = true;
  private volatile Optional<String> credentials = Optional.empty();
  private volatile boolean hidesAgents;
  private volatile String handOverAfter = "";
  private volatile Optional<MasterDouble> successor = Optional.empty();
  private volatile @Nullable Stream stream;

  private MasterDouble(Allocation allocation) throws IOException {
    this.allocation = allocation;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/api/v1", this::handle);
    server.start();
  }

  /**
   * One that leads.
   *
   * @param minor of its release, 1.5 to 1.11
   */
  public static MasterDouble start(int minor) throws IOException {
    return new MasterDouble(new Allocation(minor));
  }

  /** Another master of the same cluster. */
  public MasterDouble another() throws IOException {
    var other = new MasterDouble(allocation);
    other.leads = false;
    other.leader = Optional.of(this);
    return other;
  }

  /** Gives the lead up to another after the next call of that type, as when its host dies. */
  public void handOverAfter(String type, MasterDouble other) {
    handOverAfter = type;
    successor = Optional.of(other);
  }

  private void hand(MasterDouble other) {
    leader = Optional.of(other);
    leads = false;
    other.leads = true;
    other.leader = Optional.empty();
    Stream open = stream;
    if (open != null) {
      open.tear();
    }
  }

  /** Leads nobody, and knows nobody who does. */
  public void leadless() {
    leads = false;
    leader = Optional.empty();
  }

  public void require(String principal, String secret) {
    credentials = Optional.of(principal + ":" + secret);
  }

  /** Answers the operator API 403. */
  public void hideAgents() {
    hidesAgents = true;
  }

  public Allocation allocation() {
    return allocation;
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The types of the calls that came, in their order; and what else was asked. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized void note(String request) {
    requests.add(request);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    try {
      guard(exchange, path, body);
    } catch (Refusal e) {
      e.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      answer(exchange, e.status, String.valueOf(e.getMessage()));
    }
  }

  /** What a master says that is not 200 or 202. */
  private static final class Refusal extends Exception {
    final int status;
    final Map<String, String> headers;

    Refusal(int status, String message) {
      this(status, message, Map.of());
    }

    Refusal(int status, String message, Map<String, String> headers) {
      super(message);
      this.status = status;
      this.headers = headers;
    }
  }

  private void guard(HttpExchange exchange, String path, String body) throws IOException, Refusal {
    Optional<String> principal = authenticated(exchange);
    if (!leads) {
      note("not leading");
      if (leader.isEmpty()) {
        throw new Refusal(503, "No leader elected");
      }
      throw new Refusal(
          307, "", Map.of("Location", "//" + leader.get().address() + "/master" + path));
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      throw new Refusal(405, "");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.equals("application/json")) {
      // Mesos compares the whole header: "application/json; charset=utf-8" is something else.
      throw new Refusal(415, "Expecting 'Content-Type' of application/json, not " + type);
    }
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Refusal(400, "Failed to parse body into JSON: " + e.getMessage());
    }
    if (path.equals("/api/v1")) {
      operator(exchange, json);
    } else if (path.equals("/api/v1/scheduler")) {
      scheduler(exchange, json, principal);
    } else {
      throw new Refusal(404, "");
    }
  }

  private Optional<String> authenticated(HttpExchange exchange) throws Refusal {
    if (credentials.isEmpty()) {
      return Optional.empty();
    }
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(credentials.get().getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      note("unauthenticated");
      throw new Refusal(
          401, "", Map.of("WWW-Authenticate", "Basic realm=\"mesos-master-readwrite\""));
    }
    return Optional.of(credentials.get().split(":", 2)[0]);
  }

  private void operator(HttpExchange exchange, JsonNode json) throws IOException, Refusal {
    require(json, org.apache.mesos.v1.master.Protos.Call.getDescriptor(), "master::Call");
    note(json.get("type").asString());
    if (hidesAgents) {
      throw new Refusal(403, "");
    }
    answer(exchange, 200, allocation.agents().toString());
  }

  private void scheduler(HttpExchange exchange, JsonNode said, Optional<String> principal)
      throws IOException, Refusal {
    JsonNode json;
    try {
      json = OldNames.translated(said, allocation.minor());
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "Failed to convert JSON into Call protobuf: " + e.getMessage());
    }
    require(json, org.apache.mesos.v1.scheduler.Protos.Call.getDescriptor(), "Call");
    var call =
        JsonMessages.read(json, org.apache.mesos.v1.scheduler.Protos.Call.newBuilder()).build();
    note(call.getType().name());
    String streamId = exchange.getRequestHeaders().getFirst("Mesos-Stream-Id");
    if (call.getType() == org.apache.mesos.v1.scheduler.Protos.Call.Type.SUBSCRIBE) {
      if (streamId != null) {
        throw new Refusal(400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
      }
      subscribe(exchange, call, principal);
      return;
    }
    if (!allocation.knows(call.getFrameworkId().getValue())) {
      throw new Refusal(400, "Framework cannot be found");
    }
    Stream open = stream;
    if (open == null) {
      throw new Refusal(403, "Framework is not subscribed");
    }
    if (streamId == null) {
      throw new Refusal(400, "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }
    if (!streamId.equals(open.id)) {
      throw new Refusal(
          400,
          "The stream ID '"
              + streamId
              + "' included in this request didn't match the stream ID"
              + " currently associated with framework ID "
              + call.getFrameworkId().getValue());
    }
    Optional<JsonNode> response = allocation.call(call);
    answer(exchange, response.isPresent() ? 200 : 202, response.map(JsonNode::toString).orElse(""));
    if (call.getType().name().equals(handOverAfter)) {
      successor.ifPresent(this::hand);
    }
  }

  private void subscribe(
      HttpExchange exchange,
      org.apache.mesos.v1.scheduler.Protos.Call call,
      Optional<String> principal)
      throws IOException, Refusal {
    var info = call.getSubscribe().getFrameworkInfo();
    if (!info.getId().equals(call.getFrameworkId())) {
      throw new Refusal(400, "'framework_id' differs from 'subscribe.framework_info.id'");
    }
    if (principal.isPresent() && !info.getPrincipal().equals(principal.get())) {
      throw new Refusal(
          400,
          "Authenticated principal '"
              + principal.get()
              + "' does not match principal '"
              + info.getPrincipal()
              + "' set in `FrameworkInfo`");
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    String id = UUID.randomUUID().toString();
    exchange.getResponseHeaders().set("Mesos-Stream-Id", id);
    exchange.sendResponseHeaders(200, 0);
    var fresh = new Stream(exchange.getResponseBody(), id);
    Stream old = replaced(fresh);
    if (old != null) {
      old.end();
    }
    allocation.subscribe(info, fresh);
    fresh.await();
    if (over(fresh)) {
      allocation.disconnected(fresh);
    }
    exchange.close();
  }

  private synchronized @Nullable Stream replaced(Stream fresh) {
    Stream old = stream;
    stream = fresh;
    return old;
  }

  /** Whether it was the one that counts. */
  private synchronized boolean over(Stream gone) {
    boolean counted = stream == gone;
    stream = counted ? null : stream;
    return counted;
  }

  private static void require(
      JsonNode json, org.apache.mesos.protobuf.Descriptors.Descriptor message, String name)
      throws Refusal {
    List<String> complaints = ProtobufJson.complaints(json, message);
    if (!complaints.isEmpty()) {
      throw new Refusal(
          400,
          "Failed to convert JSON into " + name + " protobuf: " + String.join("; ", complaints));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    Stream open = stream;
    if (open != null) {
      open.end();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
