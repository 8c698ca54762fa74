/**
 * What an agent remembers of each volume and the calls that bring it from one state to the next, in
 * the three ways Mesos has had: {@link org.csiscaleio.mesos.volume.VolumesOf15}, {@link
 * org.csiscaleio.mesos.volume.VolumesOf16} (1.6 and 1.7) and {@link
 * org.csiscaleio.mesos.volume.VolumesOf18} (1.8 to 1.11). Knows the plugin's calls and the agent's
 * directories; nothing of resources. Begin at {@link org.csiscaleio.mesos.volume.VolumeManager}.
 */
@NullMarked
package org.csiscaleio.mesos.volume;

import org.jspecify.annotations.NullMarked;
