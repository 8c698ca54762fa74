package org.csiscaleio.emulator.config;

/** A configuration that cannot be used; the message says what, where, and what would do. */
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }
}
