/**
 * {@code bin/bench start}: how quickly the program starts and how much memory it takes, as plain
 * build, bundle and image. A report, not a test. Knows the rig. Begin at {@link
 * org.csiscaleio.bench.StartBench}.
 */
@NullMarked
package org.csiscaleio.bench;

import org.jspecify.annotations.NullMarked;
