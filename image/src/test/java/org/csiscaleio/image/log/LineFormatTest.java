package org.csiscaleio.image.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.csiscaleio.operation.RequestId;
import org.junit.jupiter.api.Test;

class LineFormatTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.007Z");

  private static LogLine line(String message, Map<String, String> fields, String stackTrace) {
    return new LogLine(
        TIME,
        "WARN",
        "7f-1",
        "org.csiscaleio.image.server.RequestLog",
        message,
        fields,
        stackTrace);
  }

  private static Map<String, String> fields(String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  @Test
  void textIsALineForPeople() {
    assertThat(
            new TextFormat()
                .write(line("rpc", fields("ms", "12", "reason", "no \"room\"", "x", ""), "")))
        .isEqualTo(
            "2026-03-01T12:00:00.007Z WARN  7f-1 RequestLog: rpc ms=12 reason=\"no \\\"room\\\"\""
                + " x=\"\"\n");
  }

  @Test
  void nobodyCanForgeALineOfText() {
    String text =
        new TextFormat().write(line("a\nb", fields("name", "x\n2026 ERROR\u001b[31m"), ""));

    assertThat(text).containsOnlyOnce("\n").endsWith("\n").contains("a\\nb", "x\\n2026", "\\u001b");
  }

  @Test
  void aStackTraceFollowsIndented() {
    assertThat(new TextFormat().write(line("failed", Map.of(), "E: why\n\tat here\n")))
        .endsWith("RequestLog: failed\n    E: why\n    \tat here\n");
  }

  @Test
  void jsonIsOneObjectPerLine() {
    assertThat(
            new JsonFormat()
                .write(line("say \"hi\"\n", fields("ms", "12", "level", "9"), "E: why\n\tat here")))
        .isEqualTo(
            "{\"time\":\"2026-03-01T12:00:00.007Z\",\"level\":\"WARN\",\"request\":\"7f-1\","
                + "\"logger\":\"org.csiscaleio.image.server.RequestLog\","
                + "\"message\":\"say \\\"hi\\\"\\n\",\"ms\":\"12\",\"level_\":\"9\","
                + "\"stackTrace\":\"E: why\\n\\tat here\"}\n");
  }

  @Test
  void everyPartOfARecordIsFreedOfSecretsAndBearsTheRequestsId() {
    var redaction = new Redaction();
    redaction.remember("planted");
    var written = new ByteArrayOutputStream();
    var handler =
        new LineHandler(
            new JsonFormat(), redaction, new PrintStream(written, true, StandardCharsets.UTF_8));
    var record = new LogRecord(Level.WARNING, "message planted");
    record.setLoggerName("org.csiscaleio.x");
    record.setParameters(new Object[] {new LogFields(Map.of("key", "value planted"))});
    record.setThrown(new IllegalStateException("thrown planted", new Exception("cause planted")));

    RequestId.with("r-1", () -> handler.publish(record));

    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("message ***", "value ***", "thrown ***", "cause ***", "\"request\":\"r-1\"")
        .doesNotContain("planted");
  }
}
