package org.csiscaleio.emulator.control;

import java.util.List;
import java.util.Map;
import org.csiscaleio.emulator.api.ArrayServices;
import org.csiscaleio.emulator.api.Counters;
import org.csiscaleio.emulator.auth.Tokens;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Handshakes;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.EmulatorClock;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;

/**
 * The levers under {@code /emulator}. Needs no login; every answer says that it is not ScaleIO's.
 */
public final class ControlApi {
  /** Where it is. */
  public static final String PREFIX = "/emulator";

  private static final String MARK = "X-Not-ScaleIO";

  private final EmulatorClock clock;
  private final Tokens tokens;
  private final Counters counters;
  private final FaultControl faults;
  private final ArrayControl array;
  private final @Nullable Handshakes handshakes;

  /**
   * The levers.
   *
   * @param handshakes null: no TLS is spoken
   */
  public ControlApi(
      EmulatorClock clock,
      Tokens tokens,
      Counters counters,
      Faults faults,
      ArrayServices services,
      @Nullable Handshakes handshakes) {
    this.handshakes = handshakes;
    this.clock = clock;
    this.tokens = tokens;
    this.counters = counters;
    this.faults = new FaultControl(faults, counters);
    this.array = new ArrayControl(services);
  }

  /** Whether a path is one of ours. */
  public static boolean owns(String path) {
    return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
  }

  /** Serves one request; every failure has its answer. */
  public Answer serve(Request request) {
    Answer answer;
    try {
      answer = carryOut(request);
    } catch (BadControl bad) {
      answer = problem(bad.status(), bad.text());
    } catch (RequestRefused refused) {
      answer = problem(409, refused.text());
    }
    return answer.withHeader(MARK, "emulator");
  }

  private static Answer problem(int status, String text) {
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("problem", text);
          json.writeEndObject();
        });
  }

  private Answer carryOut(Request request) {
    String path = request.path();
    List<String> parts =
        path.length() <= PREFIX.length() + 1
            ? List.of("")
            : List.of(path.substring(PREFIX.length() + 1).split("/", -1));
    String what = parts.getFirst();
    if (parts.size() == 1 && what.equals("counters")) {
      return counters(request.method());
    }
    if (parts.size() == 1 && what.equals("faults")) {
      return faults.serve(request);
    }
    if (request.method().equals("POST") && path.equals(PREFIX + "/clock")) {
      clock.advanceSeconds(ControlBody.of(request).only("advanceSeconds").number("advanceSeconds"));
      return Answer.emptyObject();
    }
    if (request.method().equals("POST") && path.equals(PREFIX + "/tokens/expire")) {
      tokens.endAll();
      return Answer.emptyObject();
    }
    if (request.method().equals("POST") && path.equals(PREFIX + "/tls")) {
      failHandshakes((int) ControlBody.of(request).only("failHandshakes").number("failHandshakes"));
      return Answer.emptyObject();
    }
    return array.serve(request, parts);
  }

  private void failHandshakes(int count) {
    if (handshakes == null) {
      throw new BadControl(409, "it speaks no TLS (tls: false)");
    }
    if (count < 0 || count > 1000) {
      throw new BadControl(
          400, "failHandshakes must be from 0 to 1000: for ever would shut these levers out too");
    }
    handshakes.fail(count);
  }

  private Answer counters(String method) {
    if (method.equals("DELETE")) {
      counters.reset();
      return Answer.emptyObject();
    }
    if (!method.equals("GET")) {
      throw new BadControl(405, "counters can be read (GET) and reset (DELETE)");
    }
    Map<String, Long> all = counters.all();
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          all.forEach(json::writeNumberProperty);
          json.writeEndObject();
        });
  }
}
