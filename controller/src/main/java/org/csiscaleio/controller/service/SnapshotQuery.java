package org.csiscaleio.controller.service;

/**
 * Which snapshots are asked for.
 *
 * @param maxEntries 0 = as many as fit a message
 * @param startingToken empty begins anew
 * @param sourceVolumeId only those of this volume; empty = of any
 * @param snapshotId only this one; empty = any
 */
public record SnapshotQuery(
    int maxEntries, String startingToken, String sourceVolumeId, String snapshotId) {}
