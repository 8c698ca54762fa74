/**
 * A Java agent that kills the program it is in at a chosen outside effect. Knows the names of the
 * methods through which the plugin changes the world, and nothing else of it; runs inside the
 * plugin's process, so it uses the JDK only. Begin at {@code CrashAgent}.
 */
@NullMarked
package org.csiscaleio.crash;

import org.jspecify.annotations.NullMarked;
