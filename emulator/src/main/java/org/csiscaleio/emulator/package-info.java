/**
 * A ScaleIO gateway with its array and SDCs, for tests, demonstrations and other people's clients.
 * This package wires the parts together and may know them all. Begin at {@link
 * org.csiscaleio.emulator.Main}; a test starts at {@link org.csiscaleio.emulator.Emulator}.
 */
@NullMarked
package org.csiscaleio.emulator;

import org.jspecify.annotations.NullMarked;
