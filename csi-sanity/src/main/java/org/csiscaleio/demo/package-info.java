/**
 * The demonstration that bin/demo starts. Knows the rig and Debian's redis-server. Begin at {@link
 * org.csiscaleio.demo.Demo}.
 */
@NullMarked
package org.csiscaleio.demo;

import org.jspecify.annotations.NullMarked;
