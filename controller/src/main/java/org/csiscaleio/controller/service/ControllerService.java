package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import org.csiscaleio.gateway.ScaleIoSystem;

/** The Controller's use cases for one system in cluster scope. */
public final class ControllerService {
  private final ScaleIoSystem system;
  private final ControllerSettings settings;

  /** Does no I/O. The caller keeps, and closes, the system. */
  public ControllerService(ScaleIoSystem system, ControllerSettings settings) {
    this.system = requireNonNull(system, "system is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  public ControllerSettings settings() {
    return settings;
  }

  ScaleIoSystem system() {
    return system;
  }
}
