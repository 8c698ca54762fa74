/**
 * Client of the ScaleIO gateway's REST API: sessions, typed calls, failures. Knows HTTP; never
 * gRPC, never Linux. Begin at {@link org.csiscaleio.gateway.ScaleIoSystem}, the one interface the
 * other modules see.
 */
@NullMarked
package org.csiscaleio.gateway;

import org.jspecify.annotations.NullMarked;
