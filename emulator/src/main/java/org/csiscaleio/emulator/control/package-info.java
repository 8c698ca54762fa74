/**
 * The emulator's own levers, under /emulator: faults, counters, clocks. Clearly not ScaleIO's.
 * Begin at {@link org.csiscaleio.emulator.control.ControlApi}.
 */
@NullMarked
package org.csiscaleio.emulator.control;

import org.jspecify.annotations.NullMarked;
