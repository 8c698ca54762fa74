package org.csiscaleio.emulator.control;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.csiscaleio.emulator.api.Counters;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Request;
import tools.jackson.core.JsonGenerator;

/** {@code /emulator/faults}. */
final class FaultControl {
  private final Faults faults;
  private final Set<String> kinds;

  FaultControl(Faults faults, Counters counters) {
    this.faults = faults;
    this.kinds = counters.all().keySet();
  }

  Answer serve(Request request) {
    return switch (request.method()) {
      case "GET" -> list();
      case "POST" -> add(ControlBody.of(request));
      case "DELETE" -> {
        faults.clear();
        yield Answer.emptyObject();
      }
      default -> throw new BadControl(405, "faults can be read, added (POST) and deleted");
    };
  }

  private Answer add(ControlBody body) {
    body.only("kind", "action", "millis", "status", "body", "contentType", "skip", "times");
    String kind = body.text("kind");
    if (!kind.equals("*") && (!kinds.contains(kind) || kind.equals(Counters.UNAUTHORIZED))) {
      throw new BadControl(400, "kind must be * or one of " + String.join(", ", kinds));
    }
    FaultAction action = action(body.text("action"));
    int status = (int) body.number("status", 500);
    if (status < 200 || status > 599) {
      throw new BadControl(400, "status must be from 200 to 599");
    }
    int id =
        faults.add(
            new Fault(
                0,
                kind,
                action,
                body.number("millis", 0),
                status,
                body.optionalText("body"),
                body.text("contentType", Answer.APPLICATION_JSON),
                (int) body.number("skip", 0),
                (int) body.number("times", 1)));
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("id", id);
          json.writeEndObject();
        });
  }

  private static FaultAction action(String label) {
    for (FaultAction action : FaultAction.values()) {
      if (action.label().equals(label)) {
        return action;
      }
    }
    throw new BadControl(
        400,
        "action must be one of "
            + String.join(
                ", ", Arrays.stream(FaultAction.values()).map(FaultAction::label).toList()));
  }

  private Answer list() {
    List<Fault> left = faults.left();
    return Answer.json(
        200,
        json -> {
          json.writeStartArray();
          left.forEach(fault -> write(json, fault));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Fault fault) {
    json.writeStartObject();
    json.writeNumberProperty("id", fault.id());
    json.writeStringProperty("kind", fault.kind());
    json.writeStringProperty("action", fault.action().label());
    json.writeNumberProperty("millis", fault.millis());
    json.writeNumberProperty("status", fault.status());
    json.writeStringProperty("body", fault.body());
    json.writeStringProperty("contentType", fault.contentType());
    json.writeNumberProperty("skip", fault.skip());
    json.writeNumberProperty("times", fault.times());
    json.writeEndObject();
  }
}
