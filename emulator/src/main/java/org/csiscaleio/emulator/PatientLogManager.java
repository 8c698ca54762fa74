package org.csiscaleio.emulator;

import java.util.logging.LogManager;

/**
 * Keeps logging until the very end. The platform's own one takes the handlers away as soon as the
 * process is told to stop, and what happens while stopping would go unheard.
 */
public final class PatientLogManager extends LogManager {
  /** Made by the platform, by the name in a system property. */
  public PatientLogManager() {}

  /** Does nothing: the process ends anyway. */
  @Override
  public void reset() {}
}
