/**
 * The Node's use cases: stage, publish, take back, measure; what is idempotent and what is refused.
 * Knows neither gRPC nor the kernel, only {@link org.csiscaleio.node.service.Host}. Begin at {@link
 * org.csiscaleio.node.service.NodeService}.
 */
@NullMarked
package org.csiscaleio.node.service;

import org.jspecify.annotations.NullMarked;
