/**
 * The edge between the socket and the services: the socket file, the gRPC server, and the chain of
 * interceptors every request passes. Knows gRPC; knows no ScaleIO and no configuration. Begin at
 * {@link org.csiscaleio.image.server.UnixSocketServer}.
 */
@NullMarked
package org.csiscaleio.image.server;

import org.jspecify.annotations.NullMarked;
