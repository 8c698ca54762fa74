/**
 * Judges from outside: the published descriptors of the CSI specification, and csi-sanity.
 *
 * <p>May know our generated stubs and the programs as an operator starts them, nothing of their
 * insides.
 *
 * <p>Begin with {@link org.csiscaleio.conformance.Csi1DescriptorTest}.
 */
@NullMarked
package org.csiscaleio.conformance;

import org.jspecify.annotations.NullMarked;
