package org.csiscaleio.node.host;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Child processes: mkfs, fsck, blkid and the like. {@link #run} is the other door, beside {@link
 * LinuxKernel}, through which this program changes anything on a node: one run, one effect.
 */
public final class ChildProcesses implements Commands {
  /** Kept back from the caller's deadline, so that it can still answer. */
  private static final Duration ANSWER_MARGIN = Duration.ofMillis(300);

  /** How long a killed process may take to be gone; one that hangs in the kernel never is. */
  private static final Duration DYING = Duration.ofMillis(200);

  /** How long what an ended process said may take to be read: this process may be short of time. */
  private static final Duration READING = Duration.ofSeconds(5);

  /** More output than this is read and dropped. */
  private static final int KEPT_BYTES = 16 * 1024;

  private static final File NOTHING = new File("/dev/null");

  /** Where tools of an administrator are, whatever PATH a service was started with. */
  static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

  @Override
  public Ended run(List<String> command, Deadline deadline) {
    Duration patience = deadline.earlierBy(ANSWER_MARGIN).remaining();
    if (patience.isZero()) {
      throw Failure.deadlineExceeded("no time was left to run " + command.getFirst());
    }
    Process process = start(command);
    CompletableFuture<String> output = reading(process.getInputStream());
    CompletableFuture<String> errors = reading(process.getErrorStream());
    try {
      if (!process.waitFor(patience.toNanos(), NANOSECONDS)) {
        kill(process);
        process.waitFor(DYING.toNanos(), NANOSECONDS);
        throw Failure.deadlineExceeded(
            String.join(" ", command)
                + " did not end within "
                + patience.toMillis()
                + " ms and was killed; "
                + new Ended(process.isAlive() ? -1 : process.exitValue(), now(output), now(errors))
                    .words());
      }
      Deadline reading = deadline.earlierBy(ANSWER_MARGIN).orAfter(READING);
      return new Ended(
          process.exitValue(), whole(output, command, reading), whole(errors, command, reading));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw Failure.unavailable(command.getFirst() + " was interrupted");
    }
  }

  /** The program's file, looked for where ProcessBuilder does not: in directories for root. */
  private static List<String> located(List<String> command) {
    String program = command.getFirst();
    if (program.indexOf('/') >= 0) {
      return command;
    }
    for (String directory : PATH.split(":", -1)) {
      File file = new File(directory, program);
      if (file.canExecute()) {
        var located = new ArrayList<>(command);
        located.set(0, file.getPath());
        return located;
      }
    }
    return command;
  }

  private static Process start(List<String> command) {
    var builder = new ProcessBuilder(located(command));
    builder.redirectInput(NOTHING);
    builder.directory(new File("/"));
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("PATH", PATH);
    try {
      return Births.of(builder);
    } catch (IOException e) {
      throw new Failure(
          Failure.Code.FAILED_PRECONDITION,
          "cannot run "
              + command.getFirst()
              + ": "
              + e.getMessage()
              + "; install the package that has it on this node",
          e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(drained(stream));
          } catch (IOException | UncheckedIOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  /** All that it said: what says nothing must not be taken from one that was not heard. */
  private static String whole(
      CompletableFuture<String> text, List<String> command, Deadline deadline)
      throws InterruptedException {
    try {
      return text.get(Math.max(DYING.toNanos(), deadline.remaining().toNanos()), NANOSECONDS);
    } catch (TimeoutException e) {
      throw Failure.unavailable(
          String.join(" ", command)
              + " has ended, but what it said could not be read to its end in time: this node is very"
              + " busy, or what the program started has its output open still; try again");
    } catch (ExecutionException e) {
      throw Failure.unavailable(
          String.join(" ", command) + " has ended, but what it said could not be read: " + e);
    }
  }

  private static String drained(InputStream stream) throws IOException {
    var kept = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      kept.write(buffer, 0, Math.min(n, KEPT_BYTES - kept.size()));
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** What one that was killed said, if all of it is there; only for the message. */
  private static String now(CompletableFuture<String> text) throws InterruptedException {
    try {
      return text.get(DYING.toNanos(), NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return "";
    }
  }
}
