package org.csiscaleio.emulator.config;

import java.util.List;

/** A protection domain with its storage pools. */
public record DomainConfig(String name, List<PoolConfig> storagePools) {
  public DomainConfig {
    storagePools = List.copyOf(storagePools);
  }
}
