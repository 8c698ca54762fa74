/**
 * Programs under trial: starts the emulator and the plugin as an operator would, talks to them as
 * an orchestrator and an administrator would, and reads what the kernel and the array hold. Knows
 * the command lines, csi.v1 and the gateway's REST API; never a class of the programs it starts.
 * Begin at {@link org.csiscaleio.rig.Cluster}.
 */
@NullMarked
package org.csiscaleio.rig;

import org.jspecify.annotations.NullMarked;
