/**
 * {@code csi-scaleio disk}: disks of Mesos made from pools of this plugin, shown and destroyed, as
 * a framework does it. Knows a master's HTTP API and nothing of arrays and kernels. Begin at {@link
 * org.csiscaleio.image.disk.DiskCommand}.
 */
@NullMarked
package org.csiscaleio.image.disk;

import org.jspecify.annotations.NullMarked;
