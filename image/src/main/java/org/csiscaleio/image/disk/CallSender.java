package org.csiscaleio.image.disk;

import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.disk.MasterFailure.Kind;
import org.csiscaleio.image.mesos.Json;

/** Sends a framework's calls, each once, and tells what has become of them. */
final class CallSender {
  static final String PATH = "/api/v1/scheduler";

  private final MasterHttp http;

  CallSender(MasterHttp http) {
    this.http = http;
  }

  /** What has become of a call. */
  sealed interface Sent {
    /** The master has it; the body is empty for most. */
    record Taken(String body) implements Sent {}

    /** The master does not want it, because it knows another connection, or leads no more. */
    record NotTaken(String why) implements Sent {}

    /** No answer came. */
    record Unsure(String why) implements Sent {}

    /** What was in the way. */
    default Optional<String> trouble() {
      return switch (this) {
        case Taken taken -> Optional.empty();
        case NotTaken not -> Optional.of(not.why());
        case Unsure unsure -> Optional.of(unsure.why());
      };
    }
  }

  /**
   * Sends one.
   *
   * @param streamId of the subscription it belongs to
   * @throws MasterFailure REFUSED when the master finds the call itself wrong
   */
  Sent send(Json.Members call, String framework, String streamId) {
    Json whole = call.with("framework_id", Json.object().with("value", framework));
    MasterHttp.Answer answer;
    try {
      answer = http.tell(PATH, whole, Map.of(EventStream.ID, streamId));
    } catch (MasterFailure e) {
      return new Sent.Unsure(e.message());
    }
    if (answer.accepted()) {
      return new Sent.Taken(answer.body());
    }
    String said =
        "the master does not take "
            + call.text("type").orElse("a call")
            + " ("
            + answer.status()
            + "): "
            + answer.body().strip();
    if (answer.status() == 400 && !isOfAnOldSubscription(answer.body())) {
      throw new MasterFailure(Kind.REFUSED, said);
    }
    return new Sent.NotTaken(said);
  }

  /**
   * What a master says that has another subscription of this framework, or does not know it yet.
   */
  private static boolean isOfAnOldSubscription(String said) {
    return said.contains("stream ID") || said.contains("Framework cannot be found");
  }
}
