/**
 * Puts the program's own files, as the bundle or the image has them, into a directory of a host.
 * Knows files only. Begin at {@link org.csiscaleio.image.install.InstallCommand}.
 */
@NullMarked
package org.csiscaleio.image.install;

import org.jspecify.annotations.NullMarked;
