/**
 * The door through which all layers tell what they did and saw, for whoever counts it. Knows no
 * counter, no exporter and no layer. Begin at {@link org.csiscaleio.operation.meter.Meter}.
 */
@NullMarked
package org.csiscaleio.operation.meter;

import org.jspecify.annotations.NullMarked;
