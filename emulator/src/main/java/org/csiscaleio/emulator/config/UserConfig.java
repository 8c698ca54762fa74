package org.csiscaleio.emulator.config;

/** A user the gateway lets in. */
public record UserConfig(String name, String password, UserRole role) {
  /** Without the password: configurations end up in logs. */
  @Override
  public String toString() {
    return "UserConfig[name=" + name + ", role=" + role + "]";
  }
}
