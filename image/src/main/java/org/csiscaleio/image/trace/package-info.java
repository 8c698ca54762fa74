/**
 * Traces of requests, for a collector of OpenTelemetry's: loaded only where one is configured.
 * Knows the meters' door and HTTP; neither gRPC nor the layers. Begin at {@link
 * org.csiscaleio.image.trace.Tracing}.
 */
@NullMarked
package org.csiscaleio.image.trace;

import org.jspecify.annotations.NullMarked;
