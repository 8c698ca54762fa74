/**
 * The host side of SDCs: what a host sees when the array maps a volume to it. Knows the kernel and
 * files; never HTTP, never the array's model. Begin at {@link
 * org.csiscaleio.emulator.sdc.SdcHosts}, which the array's model calls.
 */
@NullMarked
package org.csiscaleio.emulator.sdc;

import org.jspecify.annotations.NullMarked;
