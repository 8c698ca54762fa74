/**
 * The CSI definitions beside their generated stubs: which release of the specification is spoken.
 *
 * <p>May know the generated messages and nothing else of ours; every binding depends on it.
 *
 * <p>Begin with {@link org.csiscaleio.csi.SpecLevel}, then read {@code csi_v1.proto}.
 */
@NullMarked
package org.csiscaleio.csi;

import org.jspecify.annotations.NullMarked;
