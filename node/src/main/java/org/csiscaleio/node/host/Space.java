package org.csiscaleio.node.host;

/** What statfs(2) tells of a file system, in bytes and inodes. */
public record Space(
    long totalBytes, long freeBytes, long availableBytes, long totalInodes, long freeInodes) {}
