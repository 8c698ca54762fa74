/**
 * {@code csi-scaleio volumes}: shows whose volumes are whose, and moves them between owners. Knows
 * the array and names, not gRPC or this host. Begin with {@link
 * org.csiscaleio.image.volumes.VolumesCommand}.
 */
@NullMarked
package org.csiscaleio.image.volumes;

import org.jspecify.annotations.NullMarked;
