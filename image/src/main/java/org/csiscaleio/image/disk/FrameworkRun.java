package org.csiscaleio.image.disk;

import org.csiscaleio.operation.Deadline;

/**
 * A framework that is ended however this program ends, but for SIGKILL; then the master does it.
 */
final class FrameworkRun implements AutoCloseable {
  private final Framework framework;
  private final Thread atInterruption;

  /**
   * Subscribes.
   *
   * @throws MasterFailure when no master takes it
   */
  FrameworkRun(
      MasterHttp http, String role, MasterSettings settings, Progress progress, Deadline deadline) {
    framework = new Framework(http, role, settings.principal(), progress, deadline);
    atInterruption =
        Thread.ofPlatform()
            .unstarted(() -> {
              framework.tearDown();
              progress.note(
                  "csi-scaleio: interrupted. What was asked of an agent goes on there; csi-scaleio"
                      + " disk list shows it");
            });
    Runtime.getRuntime().addShutdownHook(atInterruption);
    try {
      framework.subscribe();
    } catch (MasterFailure e) {
      close();
      throw e;
    }
  }

  Framework framework() {
    return framework;
  }

  @Override
  public void close() {
    framework.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atInterruption);
    } catch (IllegalStateException e) {
      // It runs just now.
    }
  }
}
