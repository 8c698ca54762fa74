package org.csiscaleio.emulator.config;

import org.jspecify.annotations.Nullable;

/**
 * An SDC.
 *
 * @param guid upper-case
 * @param host null: this SDC has no devices
 */
public record SdcConfig(String guid, @Nullable String name, String ip, @Nullable HostConfig host) {}
