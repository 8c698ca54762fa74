/**
 * The whole program, judged from outside: real plugin and emulator processes, real block devices
 * and mounts, calls over the socket. Knows csi.v1 and the rig; no class of the plugin. Begin at
 * {@code MainJobTest}.
 */
@NullMarked
package org.csiscaleio.whole;

import org.jspecify.annotations.NullMarked;
