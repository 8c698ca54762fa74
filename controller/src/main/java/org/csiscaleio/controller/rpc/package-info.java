/**
 * The Controller service on the wire: thin bindings, one per CSI generation, and what turns their
 * messages into valid records and back. Knows gRPC; never HTTP. Begin at {@link
 * org.csiscaleio.controller.rpc.ControllerV1}.
 */
@NullMarked
package org.csiscaleio.controller.rpc;

import org.jspecify.annotations.NullMarked;
