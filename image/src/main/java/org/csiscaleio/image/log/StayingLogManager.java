package org.csiscaleio.image.log;

import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * A log manager that reads no configuration file and does not take the handlers away when the
 * process begins to stop, which the JDK's does at once and which would silence a graceful stop.
 * Public because the JDK makes it by name, which the system property {@code
 * java.util.logging.manager} must hold before anything logs.
 */
public final class StayingLogManager extends LogManager {
  @Override
  public void readConfiguration() {}

  @Override
  public void readConfiguration(InputStream ignored) {}

  @Override
  public void reset() {}
}
