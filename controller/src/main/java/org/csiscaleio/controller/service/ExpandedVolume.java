package org.csiscaleio.controller.service;

/**
 * A volume as large as was asked for, or larger.
 *
 * @param capacityBytes what it has
 * @param nodeExpansionRequired whether a file system in it is still to be grown
 */
public record ExpandedVolume(long capacityBytes, boolean nodeExpansionRequired) {}
