/**
 * What a person configures: the file, the flags over it, and complaints a person can act on. Knows
 * YAML; never HTTP. Begin at {@link org.csiscaleio.emulator.config.ConfigReader}.
 */
@NullMarked
package org.csiscaleio.emulator.config;

import org.jspecify.annotations.NullMarked;
