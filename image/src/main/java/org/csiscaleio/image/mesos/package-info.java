/**
 * {@code csi-scaleio mesos-config}: what an agent of Mesos is told about this plugin, written from
 * a few answers and checked by Mesos' rules. Knows files and settings, no gateway and no kernel.
 * Begin at {@link org.csiscaleio.image.mesos.MesosConfigCommand}.
 */
@NullMarked
package org.csiscaleio.image.mesos;

import org.jspecify.annotations.NullMarked;
