/**
 * What the operator asked for: one table of settings ({@link
 * org.csiscaleio.image.config.Catalogue}), read from flags, environment, file and defaults into
 * immutable records. Knows no gRPC, no HTTP and no Linux. Begin at {@link
 * org.csiscaleio.image.config.Configuration}.
 */
@NullMarked
package org.csiscaleio.image.config;

import org.jspecify.annotations.NullMarked;
