/**
 * How a volume's modified I/O limits are written into a name on the array. Pure text; knows neither
 * gRPC nor the array. Begin at {@link org.csiscaleio.controller.limits.LimitsRecord}.
 */
@NullMarked
package org.csiscaleio.controller.limits;

import org.jspecify.annotations.NullMarked;
