/**
 * A Mesos agent to test a plugin with, replayed from what Apache Mesos 1.5 to 1.11 do: each class
 * bears the name of the thing in Mesos it stands for, and says where in Mesos' source that is. Does
 * real things (processes, mounts, recursive deletes), all below one directory. Knows nothing of the
 * plugin but its socket. Begin at {@link org.csiscaleio.mesos.Machine} and {@link
 * org.csiscaleio.mesos.Agent}; {@link org.csiscaleio.mesos.Release} lists what differs.
 */
@NullMarked
package org.csiscaleio.mesos;

import org.jspecify.annotations.NullMarked;
