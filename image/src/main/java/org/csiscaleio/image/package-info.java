/**
 * The program: its command line, its help, and how its parts are put together. May know all other
 * modules; nothing knows it. Begin at {@link org.csiscaleio.image.Main}, then {@link
 * org.csiscaleio.image.Program}.
 */
@NullMarked
package org.csiscaleio.image;

import org.jspecify.annotations.NullMarked;
