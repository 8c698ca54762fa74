package org.csiscaleio.emulator.model;

/** A protection domain. */
public record ProtectionDomain(long id, String name, boolean active) {}
