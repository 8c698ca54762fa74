/**
 * The volume/csi isolator and the CSI server of Mesos 1.11: volumes that exist already, named by a
 * task, used without a controller. Begin at {@link
 * org.csiscaleio.mesos.isolator.VolumeCsiIsolator}.
 */
@NullMarked
package org.csiscaleio.mesos.isolator;

import org.jspecify.annotations.NullMarked;
