/**
 * Looks at the files an operator copies, and at the documentation. Knows the program by its command
 * line and its table of settings only. Begin at {@link org.csiscaleio.deploy.Repository}.
 */
@NullMarked
package org.csiscaleio.deploy;

import org.jspecify.annotations.NullMarked;
