package org.csiscaleio.image.disk;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.csiscaleio.deploy.master.MasterDouble;
import org.csiscaleio.image.log.Redaction;

/** One run of the command, as an operator sees it; only its pace is that of tests. */
record DiskRun(int status, String out, String err) {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(10);

  /** What a terminal shows no more. */
  private static final Pattern WIPED = Pattern.compile("\r\u001b\\[K(waiting for [^\r]*)?");

  /** All that is left to read, errors first. */
  String shown() {
    return WIPED.matcher(err).replaceAll("") + out;
  }

  static DiskRun of(MasterDouble master, String... arguments) {
    return of(List.of(master), Optional.empty(), arguments);
  }

  /**
   * Runs it.
   *
   * @param answer of who sits at the terminal; empty when nobody does
   */
  static DiskRun of(List<MasterDouble> masters, Optional<String> answer, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var line = new ArrayList<>(List.of(arguments));
    for (MasterDouble master : masters) {
      line.add("--master");
      line.add(master.address());
    }
    Optional<Function<String, String>> asker =
        answer.map(word ->
            question -> {
              err.writeBytes((question + word + "\n").getBytes(StandardCharsets.UTF_8));
              return word;
            });
    int status =
        new DiskCommand(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                asker,
                new Redaction(),
                options ->
                    new Pace(
                        options.one("--wait").isPresent() ? options.patience() : LONG,
                        SOON.multipliedBy(2),
                        SOON,
                        LONG))
            .run(line);
    return new DiskRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
