/**
 * The Node service on the wire: one thin binding per CSI generation. Knows gRPC; never the kernel.
 * Begin at {@link org.csiscaleio.node.rpc.NodeV1}.
 */
@NullMarked
package org.csiscaleio.node.rpc;

import org.jspecify.annotations.NullMarked;
