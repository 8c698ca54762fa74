package org.csiscaleio.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands whose output is shown to the onlooker. */
final class Shell {
  private static final int LIMIT_SECONDS = 20;

  private Shell() {}

  /**
   * Runs a command and returns what it printed.
   *
   * @throws StepFailed when it does not end well and soon
   */
  static String run(String... command) {
    String line = String.join(" ", command);
    try {
      var builder = new ProcessBuilder(List.of(command));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .stripTrailing();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StepFailed(line + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new StepFailed(line + " ended with " + process.exitValue() + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new StepFailed("cannot run " + line + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("interrupted during " + line);
    }
  }
}
