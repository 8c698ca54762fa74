package org.csiscaleio.node.host;

import java.util.List;
import org.csiscaleio.operation.Deadline;

/** Programs of the host, run to their end. */
public interface Commands {
  /**
   * Runs a program.
   *
   * @param command the program and its arguments; no shell reads them
   * @throws org.csiscaleio.operation.Failure FAILED_PRECONDITION when the program is not there;
   *     DEADLINE_EXCEEDED when it had to be killed
   */
  Ended run(List<String> command, Deadline deadline);

  /**
   * How a program ended.
   *
   * @param exitCode its exit code; 128 and more when a signal ended it
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  record Ended(int exitCode, String output, String errors) {
    public boolean ok() {
      return exitCode == 0;
    }

    /** What it said, errors first, in one line, and how it ended; for a message. */
    public String words() {
      String said = (errors + "\n" + output).strip().replaceAll("\\s*\\R\\s*", "; ");
      return (said.isEmpty() ? "it said nothing" : "it said: " + said)
          + " (exit code "
          + exitCode
          + ")";
    }
  }
}
