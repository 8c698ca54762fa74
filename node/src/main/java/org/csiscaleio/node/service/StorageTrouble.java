package org.csiscaleio.node.service;

/**
 * Something that is wrong with this node's access to ScaleIO as a whole.
 *
 * @param unreachable whether no volume can be reached; else they are reached, but not as they
 *     should be
 * @param reason for programs: one word in CamelCase
 * @param message for people: what was seen, and what to do
 */
public record StorageTrouble(boolean unreachable, String reason, String message) {}
