package org.csiscaleio.image.doctor;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.csiscaleio.image.volumes.Json;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import tools.jackson.core.JsonGenerator;

/** For programs: one object, when all is known. */
final class JsonReport implements Report {
  private record Line(String heading, Finding finding) {}

  private final PrintStream out;
  private final UnaryOperator<String> redaction;
  private final List<Line> lines = new ArrayList<>();

  JsonReport(PrintStream out, UnaryOperator<String> redaction) {
    this.out = out;
    this.redaction = redaction;
  }

  @Override
  public void waitingFor(Check check) {}

  @Override
  public void add(Check check, List<Finding> findings) {
    findings.forEach(finding -> lines.add(new Line(check.heading(), finding)));
  }

  @Override
  public void end(Tally tally) {
    Json.print(
        out,
        json -> {
          json.writeStringProperty("result", word(tally.worst()));
          for (Level level : Level.values()) {
            json.writeNumberProperty(word(level), tally.of(level));
          }
          json.writeArrayPropertyStart("findings");
          lines.forEach(line -> write(line, json));
          json.writeEndArray();
        });
    out.flush();
  }

  private void write(Line line, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("heading", redaction.apply(line.heading()));
    json.writeStringProperty("part", redaction.apply(line.finding().part()));
    json.writeStringProperty("level", word(line.finding().level()));
    json.writeStringProperty("seen", redaction.apply(line.finding().seen()));
    json.writeStringProperty("advice", redaction.apply(line.finding().advice()));
    json.writeEndObject();
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
