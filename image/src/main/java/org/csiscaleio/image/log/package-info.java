/**
 * Log lines: for people or for programs, on standard error, without secrets. The back end is the
 * JDK's own logging, to which all libraries here speak. Knows nothing else of the program. Begin at
 * {@link org.csiscaleio.image.log.LogSetup}.
 */
@NullMarked
package org.csiscaleio.image.log;

import org.jspecify.annotations.NullMarked;
