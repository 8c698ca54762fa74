/**
 * Who may call: tokens, their clocks and forms by release. Knows no object of the array. Begin at
 * {@link org.csiscaleio.emulator.auth.Tokens}.
 */
@NullMarked
package org.csiscaleio.emulator.auth;

import org.jspecify.annotations.NullMarked;
