package org.csiscaleio.gateway.planted;

import org.csiscaleio.controller.service.planted.ServiceThatKnowsGrpc;

/** Breaks a wall on purpose. */
public record GatewayThatKnowsTheController(ServiceThatKnowsGrpc service) {}
