/**
 * {@code csi-scaleio doctor}: looks at everything that has to be right for volumes to be served,
 * side by side, and says what was seen and what to do. Changes nothing. What is known of gateways,
 * pools and hosts is in their layers; here it is put together. Begin at {@link
 * org.csiscaleio.image.doctor.DoctorCommand}.
 */
@NullMarked
package org.csiscaleio.image.doctor;

import org.jspecify.annotations.NullMarked;
