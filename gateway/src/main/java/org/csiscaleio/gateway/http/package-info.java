/**
 * The way to a ScaleIO gateway and back: addresses, TLS, sessions, requests, and what failures
 * mean. Knows HTTP and the gateway's manners; never gRPC, never Linux. Begin at {@link
 * org.csiscaleio.gateway.http.GatewayHttp}, which every request passes.
 */
@NullMarked
package org.csiscaleio.gateway.http;

import org.jspecify.annotations.NullMarked;
