/**
 * What every operation carries, whichever layer it is in: how long it may take ({@link
 * org.csiscaleio.operation.Deadline}), how it fails ({@link org.csiscaleio.operation.Failure}),
 * whose turn it is ({@link org.csiscaleio.operation.Turns}) and how places are called ({@link
 * org.csiscaleio.operation.PlaceNames}). Knows neither HTTP, gRPC nor Linux.
 */
@NullMarked
package org.csiscaleio.operation;

import org.jspecify.annotations.NullMarked;
