package org.csiscaleio.emulator.control;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.csiscaleio.emulator.http.Application;
import org.csiscaleio.emulator.http.Reply;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.EmulatorClock;

/** Every answer says what time it is at the gateway, as those of the real one's server do. */
public record Dated(Application behind, EmulatorClock clock) implements Application {
  @Override
  public Reply serve(Request request) {
    Reply reply = behind.serve(request);
    String now =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(clock.millis()).atZone(ZoneOffset.UTC));
    return new Reply(reply.answer().withHeader("Date", now), reply.delivery());
  }
}
