/**
 * A small model of what CSI promises about volumes, snapshots and their use on hosts, and random
 * walks that hold the whole program to it. Knows csi.v1 and the rig; no class of the plugin. Begin
 * at {@link org.csiscaleio.model.Walk}, then {@link org.csiscaleio.model.World}.
 */
@NullMarked
package org.csiscaleio.model;

import org.jspecify.annotations.NullMarked;
