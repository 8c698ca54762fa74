package org.csiscaleio.gateway;

/** A protection domain: the hosts that mirror each other's data. */
public record ProtectionDomain(String id, String name, boolean active) {}
