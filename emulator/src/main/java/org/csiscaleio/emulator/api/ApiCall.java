package org.csiscaleio.emulator.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method and a URL mean. */
sealed interface ApiCall {
  /** {@code GET /api/login}. */
  record Login() implements ApiCall {}

  /** {@code GET /api/logout}. */
  record Logout() implements ApiCall {}

  /** {@code POST /rest/auth/login}. */
  record BearerLogin() implements ApiCall {}

  /** {@code POST /rest/auth/logout}. */
  record BearerLogout() implements ApiCall {}

  /** {@code GET /api/version}. */
  record Version() implements ApiCall {}

  /** {@code GET /api/types/T/instances}. */
  record ListAll(String type) implements ApiCall {}

  /** {@code POST /api/types/T/instances}. */
  record Create(String type) implements ApiCall {}

  /** {@code POST /api/types/T/instances/action/A}. */
  record TypeAction(String type, String action) implements ApiCall {}

  /** {@code GET /api/types/T/instances/getByX::key}, as releases before queryIdByKey had it. */
  record LegacyLookup(String type, String by, String key) implements ApiCall {}

  /** {@code GET /api/instances}. */
  record Everything() implements ApiCall {}

  /** {@code POST /api/instances/querySelectedStatistics}. */
  record SelectedStatistics() implements ApiCall {}

  /** {@code GET /api/instances/T::id}. */
  record Get(String type, String id) implements ApiCall {}

  /** {@code GET /api/instances/T::id/relationships/R}. */
  record Related(String type, String id, String relation) implements ApiCall {}

  /** {@code POST /api/instances/T::id/action/A}; System goes without an id. */
  record Action(String type, @Nullable String id, String action) implements ApiCall {}

  /** A known URL with a method it does not have. */
  record WrongMethod() implements ApiCall {}

  /** A URL of the API that means nothing. */
  record Unknown() implements ApiCall {}

  /** A URL outside of the API. */
  record Elsewhere() implements ApiCall {}

  /** Whether it asks only; what makes or changes something does not. */
  default boolean asksOnly() {
    return switch (this) {
      case Create create -> false;
      case Action action -> action.action().startsWith("query");
      default -> true;
    };
  }

  /** Reads a request's first line. */
  static ApiCall parse(String method, String path) {
    List<String> parts = List.of(path.split("/", -1));
    if (parts.size() < 3 || !parts.getFirst().isEmpty()) {
      return new Elsewhere();
    }
    if (path.equals("/rest/auth/login")) {
      return only("POST", method, new BearerLogin());
    }
    if (path.equals("/rest/auth/logout")) {
      return only("POST", method, new BearerLogout());
    }
    if (!parts.get(1).equals("api")) {
      return new Elsewhere();
    }
    List<String> rest = parts.subList(2, parts.size());
    return switch (rest.getFirst()) {
      case "login" -> rest.size() == 1 ? only("GET", method, new Login()) : new Unknown();
      case "logout" -> rest.size() == 1 ? only("GET", method, new Logout()) : new Unknown();
      case "version" -> rest.size() == 1 ? only("GET", method, new Version()) : new Unknown();
      case "types" -> types(method, rest);
      case "instances" -> instances(method, rest);
      default -> new Unknown();
    };
  }

  private static ApiCall types(String method, List<String> rest) {
    if (rest.size() < 3 || !rest.get(2).equals("instances")) {
      return new Unknown();
    }
    String type = rest.get(1);
    if (rest.size() == 3) {
      return switch (method) {
        case "GET" -> new ListAll(type);
        case "POST" -> new Create(type);
        default -> new WrongMethod();
      };
    }
    if (rest.size() == 5 && rest.get(3).equals("action")) {
      return only("POST", method, new TypeAction(type, decoded(rest.get(4))));
    }
    // The key is encoded twice, so that it may hold anything; getByIp's ends with a slash.
    String lookup = String.join("/", rest.subList(3, rest.size()));
    int colons = lookup.indexOf("::");
    if (lookup.startsWith("getBy") && colons > 0) {
      String key = decoded(decoded(lookup.substring(colons + 2)));
      return only(
          "GET", method, new LegacyLookup(type, lookup.substring("getBy".length(), colons), key));
    }
    return new Unknown();
  }

  private static ApiCall instances(String method, List<String> rest) {
    if (rest.size() == 1) {
      return only("GET", method, new Everything());
    }
    String object = decoded(rest.get(1));
    if (rest.size() == 2 && object.equals("querySelectedStatistics")) {
      return only("POST", method, new SelectedStatistics());
    }
    int colons = object.indexOf("::");
    String type = colons < 0 ? object : object.substring(0, colons);
    @Nullable String id = colons < 0 ? null : object.substring(colons + 2);
    if (rest.size() == 2) {
      return id == null ? new Unknown() : only("GET", method, new Get(type, id));
    }
    if (rest.size() == 3 && type.equals("System") && rest.get(2).equals("queryMdmCluster")) {
      return only("POST", method, new Action(type, id, "queryMdmCluster"));
    }
    if (rest.size() == 4 && rest.get(2).equals("relationships")) {
      return id == null ? new Unknown() : only("GET", method, new Related(type, id, rest.get(3)));
    }
    if (rest.size() == 4 && rest.get(2).equals("action")) {
      return id == null && !type.equals("System")
          ? new Unknown()
          : only("POST", method, new Action(type, id, decoded(rest.get(3))));
    }
    return new Unknown();
  }

  private static ApiCall only(String wanted, String method, ApiCall call) {
    return method.equals(wanted) ? call : new WrongMethod();
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }
}
