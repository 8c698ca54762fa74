/**
 * Memory that is not needed any more: when the program is at rest it is given back to the host.
 * Knows the Java heap, the C library's allocator and this process's mappings, nothing of the
 * program. Begin at {@link org.csiscaleio.image.memory.QuietMoments}.
 */
@NullMarked
package org.csiscaleio.image.memory;

import org.jspecify.annotations.NullMarked;
