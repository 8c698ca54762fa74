/**
 * What outlives the process: a snapshot of the array and a journal of changes since. Knows files;
 * never HTTP. Begin at {@link org.csiscaleio.emulator.state.StateStore}.
 */
@NullMarked
package org.csiscaleio.emulator.state;

import org.jspecify.annotations.NullMarked;
