/**
 * The Identity service on the wire: one thin binding per CSI generation. Knows gRPC; never HTTP.
 * Begin at {@link org.csiscaleio.identity.rpc.IdentityV1}.
 */
@NullMarked
package org.csiscaleio.identity.rpc;

import org.jspecify.annotations.NullMarked;
