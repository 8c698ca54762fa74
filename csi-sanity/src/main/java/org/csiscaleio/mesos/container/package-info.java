/**
 * A managed plugin's container: the environment, sandbox and mount namespace it is given, how it
 * dies, and how its socket is waited for. Knows processes and mounts, nothing of volumes. Begin at
 * {@link org.csiscaleio.mesos.container.ServiceManager}.
 */
@NullMarked
package org.csiscaleio.mesos.container;

import org.jspecify.annotations.NullMarked;
