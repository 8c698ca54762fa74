package org.csiscaleio.walls.planted;

import io.grpc.Status;
import java.net.http.HttpClient;

/** Breaks a wall on purpose. */
public record KnowsGrpcAndHttp(Status status, HttpClient client) {}
