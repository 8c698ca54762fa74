/**
 * The REST API: what each URL means, one class per type of object, and the JSON of each. Knows the
 * model and HTTP's words, never Netty. Begin at {@link org.csiscaleio.emulator.api.Gateway}.
 */
@NullMarked
package org.csiscaleio.emulator.api;

import org.jspecify.annotations.NullMarked;
