package org.csiscaleio.walls.planted;

import io.grpc.Status;
import java.lang.foreign.Arena;

/** Breaks a wall on purpose. */
public record KnowsGrpcAndTheKernel(Status status, Arena arena) {}
