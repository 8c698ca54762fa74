/**
 * The gateway client against the emulated array, in every version: the same assertions the fake
 * system has passed, and what only a real exchange of requests can show. Knows the gateway module
 * and the rig. Begin at {@link org.csiscaleio.contract.EmulatorContract}.
 */
@NullMarked
package org.csiscaleio.contract;

import org.jspecify.annotations.NullMarked;
