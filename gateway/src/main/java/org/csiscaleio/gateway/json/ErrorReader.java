package org.csiscaleio.gateway.json;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads what a gateway says when it refuses. */
public final class ErrorReader {
  /**
   * A gateway's refusal.
   *
   * @param gatewaysOwn whether it has the form the gateway itself uses; a proxy's JSON has not
   * @param message in the array's words, may be empty
   * @param code the MDM's return code; 0 when the gateway itself refused, or unknown
   * @param details more codes and words, often the real ones
   */
  public record Refusal(boolean gatewaysOwn, String message, int code, List<Detail> details) {
    /** No JSON, or none that says anything. */
    public static final Refusal NONE = new Refusal(false, "", 0, List.of());

    public Refusal {
      details = List.copyOf(details);
    }
  }

  /** One part of a refusal. */
  public record Detail(int code, String message) {}

  private String message = "";
  private int code;
  private boolean gatewaysOwn;
  private final List<Detail> details = new ArrayList<>();

  private ErrorReader() {}

  /** What the body says; {@link Refusal#NONE} when it is no JSON object, whatever else it is. */
  public static Refusal read(InputStream body) {
    try (JsonInput in = JsonInput.of(body)) {
      if (!in.isObject()) {
        return Refusal.NONE;
      }
      var reader = new ErrorReader();
      in.object(reader::field);
      return new Refusal(reader.gatewaysOwn, reader.message, reader.code, reader.details);
    } catch (MalformedAnswer | BrokenAnswer e) {
      // A broken error page is still an error: the HTTP status alone must do.
      return Refusal.NONE;
    }
  }

  private void field(String field, JsonInput in) {
    switch (field) {
      case "message" -> message = in.text();
      case "errorCode" -> {
        code = code(in);
        gatewaysOwn = true;
      }
      case "httpStatusCode" -> gatewaysOwn = true;
      case "details" -> {
        if (in.isList()) {
          in.array(() -> details.add(detail(in)));
        }
      }
      default -> {}
    }
  }

  private static Detail detail(JsonInput in) {
    var detail =
        new Object() {
          int code;
          String message = "";
        };
    if (in.isObject()) {
      in.object((field, value) -> {
        switch (field) {
          case "rc" -> detail.code = code(value);
          case "errorMessage" -> detail.message = value.text();
          default -> {}
        }
      });
    }
    return new Detail(detail.code, detail.message);
  }

  private static int code(JsonInput in) {
    long code = in.number().orElse(0);
    return code == (int) code ? (int) code : 0;
  }
}
