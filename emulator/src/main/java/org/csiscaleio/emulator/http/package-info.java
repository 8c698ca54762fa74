/**
 * The wire: TLS, connections, one request at a time on each, answers streamed in chunks. Knows
 * Netty; never the array's model. Begin at {@link org.csiscaleio.emulator.http.GatewayServer}.
 */
@NullMarked
package org.csiscaleio.emulator.http;

import org.jspecify.annotations.NullMarked;
