package org.csiscaleio.image.relay;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the operator decided about a relay.
 *
 * @param endpoint the socket the orchestrator calls
 * @param endpointMode its permissions, as chmod's number
 * @param service the socket of the service on the host
 * @param patience how long a connection is held while the service is not there
 * @param maxConnections at a time; more are closed at once
 */
record RelaySettings(
    Path endpoint, int endpointMode, Path service, Duration patience, int maxConnections) {}
