package org.csiscaleio.image.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.Test;

/** Checks run side by side, and are told in their order whatever they do. */
class ExaminationTest {
  private static final String SECRET = "planted-\"secret\"";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private Tally run(boolean json, boolean terminal, Check... checks) {
    var print = new PrintStream(out, true, UTF_8);
    var tally =
        new Tally(
            json
                ? new JsonReport(print, text -> text.replace(SECRET, "***"))
                : new TextReport(
                    print,
                    new PrintStream(progress, true, UTF_8),
                    terminal,
                    text -> text.replace(SECRET, "***")));
    new Examination(Duration.ofSeconds(2), tally).run(List.of(checks));
    tally.end(tally);
    return tally;
  }

  private static Check ok(String about) {
    return new Check("Heading", about, by -> List.of(Finding.ok(about, "is fine")));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  @Test
  void oneThatHangsHidesNoOtherAndFails() {
    var hangs =
        new Check(
            "Heading",
            "hanging",
            by -> {
              while (true) {
                LockSupport.park();
              }
            });
    Tally tally = run(false, false, hangs, ok("second"));

    assertThat(out().lines())
        .containsSubsequence(
            "Heading",
            "  fail  hanging: has not answered within 2 s",
            "  ok    second: is fine",
            "1 ok, 0 warnings, 1 failure, 0 not looked at");
    assertThat(tally.worst()).isEqualTo(Level.FAIL);
    assertThat(progress.toString(UTF_8)).isEmpty();
  }

  @Test
  void theyRunSideBySideAndAreToldInOrder() {
    var second = new CountDownLatch(1);
    var waits =
        new Check(
            "Heading",
            "first",
            by -> {
              try {
                second.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return List.of(Finding.ok("first", "is fine"));
            });
    var releases =
        new Check(
            "Heading",
            "second",
            by -> {
              second.countDown();
              return List.of(Finding.skip("second", "for a reason", "with advice"));
            });
    run(false, true, waits, releases);

    assertThat(out().lines())
        .containsSubsequence(
            "  ok    first: is fine", "  skip  second: for a reason", "        -> with advice");
    assertThat(progress.toString(UTF_8)).contains("... Heading: first");
  }

  @Test
  void aFailureIsAFindingWithItsAdviceAndAnotherExceptionIsToBeReported() {
    var fails =
        new Check(
            "Heading",
            "failing",
            by -> {
              throw Failure.unavailable("it is away; or so it seems; go and look");
            });
    var breaks =
        new Check(
            "Other",
            "breaking",
            by -> {
              throw new IllegalStateException("oh");
            });
    run(false, false, fails, breaks);

    assertThat(out())
        .contains(
            "failing: it is away; or so it seems\n        -> go and look",
            "\nOther\n",
            "oh\n        -> report this");
  }

  @Test
  void jsonHoldsTheSameAndNoSecret() {
    var warns =
        new Check(
            "Heading", "warned", by -> List.of(Finding.warn("warned", "said " + SECRET, "do")));
    Tally tally = run(true, true, ok("first"), warns);

    assertThat(out())
        .startsWith(
            "{\"result\":\"warn\",\"ok\":1,\"warn\":1,\"fail\":0,\"skip\":0,\"findings\":[{")
        .contains("\"part\":\"first\",\"level\":\"ok\",\"seen\":\"is fine\",\"advice\":\"\"}")
        .contains("\"seen\":\"said ***\",\"advice\":\"do\"}]}");
    assertThat(tally.worst()).isEqualTo(Level.WARN);
  }

  @Test
  void whatOthersSaidCannotDrawOnTheTerminal() {
    run(false, false, new Check("H", "x", by -> List.of(Finding.ok("x", "a\033[2Jb\nc"))));
    assertThat(out()).contains("x: a [2Jb c");
  }
}
