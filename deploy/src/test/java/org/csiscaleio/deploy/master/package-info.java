/**
 * A master of Mesos to run {@code csi-scaleio disk} against, written after its public v1 API: as
 * exact about what it is sent as a real one, and more about fields that it does not know. Begin at
 * {@link org.csiscaleio.deploy.master.MasterDouble}.
 */
@NullMarked
package org.csiscaleio.deploy.master;

import org.jspecify.annotations.NullMarked;
