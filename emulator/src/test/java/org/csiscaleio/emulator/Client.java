package org.csiscaleio.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the REST API, as a person with curl would be. */
public final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private @Nullable String authorization;
  private @Nullable String accept;

  public Client(String url) {
    this.url = url;
  }

  static Client loggedIn(String url) {
    var client = new Client(url).basic("admin", "Password123");
    return client.basic("", client.get("/api/login").ok().json().asString());
  }

  public Client basic(String user, String password) {
    byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(plain);
    return this;
  }

  public Client bearer(String token) {
    authorization = "Bearer " + token;
    return this;
  }

  public Client accept(String types) {
    accept = types;
    return this;
  }

  /** An answer, whatever its status. */
  public record Response(int status, String text, HttpResponse<String> raw) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(text);
    }

    public Response ok() {
      if (status != 200) {
        throw new AssertionError("answered " + status + ": " + text);
      }
      return this;
    }

    public int errorCode() {
      return json().required("errorCode").asInt();
    }

    public String message() {
      return json().required("message").asString();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  public Response get(String path) {
    return send(request(path).GET().build());
  }

  public Response delete(String path) {
    return send(request(path).DELETE().build());
  }

  /** Sends JSON; quotes may be single ones. */
  public Response post(String path, String json) {
    return post(path, json.replace('\'', '"'), "application/json");
  }

  public Response post(String path, String body, @Nullable String contentType) {
    var request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return send(request.build());
  }

  public Response method(String method, String path) {
    return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (accept != null) {
      request.header("Accept", accept);
    }
    return request;
  }

  private static Response send(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return new Response(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new Lost(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer did not come, or not whole. */
  public static final class Lost extends RuntimeException {
    Lost(IOException cause) {
      super(cause);
    }
  }

  /** How many objects a JSON list holds, without ever holding it whole. */
  public int count(String path) {
    try (InputStream in =
            HTTP.send(request(path).GET().build(), BodyHandlers.ofInputStream()).body();
        JsonParser json = JsonMapper.shared().createParser(in)) {
      int count = 0;
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        json.skipChildren();
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new Lost(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // What most tests need.

  /** The id of a pool of pd1. */
  public String pool(String name) {
    return post(
            "/api/types/StoragePool/instances/action/queryIdByKey",
            "{'name':'" + name + "','protectionDomainName':'pd1'}")
        .ok()
        .json()
        .asString();
  }

  public Response create(String name, String sizeKib, String type) {
    return post(
        "/api/types/Volume/instances",
        "{'storagePoolId':'%s','name':'%s','volumeSizeInKb':'%s','volumeType':'%s'}"
            .formatted(pool("sp1"), name, sizeKib, type));
  }

  /** Makes an 8 GiB thin volume; returns its id. */
  public String volume(String name) {
    return create(name, "8388608", "ThinProvisioned").ok().json().required("id").asString();
  }

  public JsonNode read(String volumeId) {
    return get("/api/instances/Volume::" + volumeId).ok().json();
  }

  public Response act(String volumeId, String action, String json) {
    return post("/api/instances/Volume::" + volumeId + "/action/" + action, json);
  }

  public Response remove(String volumeId) {
    return act(volumeId, "removeVolume", "{'removeMode':'ONLY_ME'}");
  }

  /** The id of the SDC with a GUID. */
  public String sdc(String guid) {
    for (JsonNode sdc : get("/api/types/Sdc/instances").ok().json()) {
      if (sdc.required("sdcGuid").asString().equals(guid)) {
        return sdc.required("id").asString();
      }
    }
    throw new AssertionError("no SDC " + guid);
  }

  public Response map(String volumeId, String guid) {
    return act(volumeId, "addMappedSdc", "{'guid':'" + guid + "','allowMultipleMappings':'FALSE'}");
  }

  public Response mapToo(String volumeId, String guid) {
    return act(volumeId, "addMappedSdc", "{'guid':'" + guid + "','allowMultipleMappings':'TRUE'}");
  }

  public Response unmap(String volumeId, String guid) {
    return act(volumeId, "removeMappedSdc", "{'guid':'" + guid + "'}");
  }
}
