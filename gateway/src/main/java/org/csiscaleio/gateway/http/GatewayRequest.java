package org.csiscaleio.gateway.http;

import java.util.Map;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request of the API, before it is known which gateway and which session carry it.
 *
 * @param what the operation and its object in an operator's words, e.g. {@code remove volume
 *     5c77…01}
 * @param path below the gateway's base URL, e.g. {@code /api/version}; holds no secret
 * @param fields the body's fields, null for a GET. Encoded anew for every attempt, because the
 *     gateway that takes the second one may speak another version
 * @param missing what a bare "not found" means here
 * @param streamed whether the answer may be long: then only the deadline bounds the whole of it,
 *     and the request limit each of its pauses
 */
record GatewayRequest(
    String what, String path, @Nullable Fields fields, Kind missing, boolean streamed) {

  /** The body's fields for a gateway of that version. */
  @FunctionalInterface
  interface Fields {
    Map<String, ?> of(GatewayVersion version);
  }

  static GatewayRequest get(String what, String path) {
    return new GatewayRequest(what, path, null, Kind.INVALID_REQUEST, false);
  }

  static GatewayRequest post(String what, String path, Map<String, ?> fields) {
    return post(what, path, version -> fields);
  }

  static GatewayRequest post(String what, String path, Fields fields) {
    return new GatewayRequest(what, path, fields, Kind.INVALID_REQUEST, false);
  }

  /** The same request, with what a bare "not found" means. */
  GatewayRequest whenMissing(Kind kind) {
    return new GatewayRequest(what, path, fields, kind, streamed);
  }

  /** The same request, with an answer that may be long. */
  GatewayRequest ofAnyLength() {
    return new GatewayRequest(what, path, fields, missing, true);
  }

  String method() {
    return fields == null ? "GET" : "POST";
  }

  /**
   * The operation without its object, for counting: {@code Volume.addMappedSdc}, {@code
   * Volume.list}, {@code StoragePool.Statistics}. One of as many as the API has of them.
   */
  String kind() {
    // "", api, types, Volume, instances[, action, queryIdByKey]
    // "", api, instances, Volume::ID[, relationships or action, Statistics]
    String[] parts = path.split("/", -1);
    if (parts.length < 4) {
      return "other";
    }
    String type = parts[3].replaceFirst("::.*", "");
    if (parts.length > 5) {
      return type + "." + parts[parts.length - 1];
    }
    boolean one = parts[2].equals("instances");
    return type + (one ? ".get" : fields == null ? ".list" : ".create");
  }
}
