package org.csiscaleio.emulator.config;

import java.nio.file.Path;

/** Where an SDC's devices show: see {@link org.csiscaleio.emulator.sdc.SdcHostSettings}. */
public record HostConfig(Path byIdDirectory, Path drvCfg, long linkDelayMillis) {}
