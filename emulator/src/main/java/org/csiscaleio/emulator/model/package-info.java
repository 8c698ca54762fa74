/**
 * The array itself: volumes, mappings, capacity, and the rules that refuse. Knows neither HTTP nor
 * files; it is told the version it plays. Begin at {@link
 * org.csiscaleio.emulator.model.StorageArray}.
 */
@NullMarked
package org.csiscaleio.emulator.model;

import org.jspecify.annotations.NullMarked;
