/**
 * The three generations of CSI as Mesos' clients speak them: which fields are set, in which
 * message. The only package that knows gRPC. Begin at {@link
 * org.csiscaleio.mesos.wire.PluginClient}.
 */
@NullMarked
package org.csiscaleio.mesos.wire;

import org.jspecify.annotations.NullMarked;
