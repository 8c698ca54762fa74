package org.csiscaleio.controller.service;

/**
 * The size of a volume to be made.
 *
 * @param reportedBytes what the orchestrator is told, now and in every listing
 * @param arrayBytes what the array is asked for, a multiple of 8 GiB
 */
record ChosenSize(long reportedBytes, long arrayBytes) {}
