package org.csiscaleio.controller.service.planted;

import io.grpc.Status;

/** Breaks a wall on purpose. */
public record ServiceThatKnowsGrpc(Status status) {}
