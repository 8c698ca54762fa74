/**
 * The storage local resource provider: what a plugin's answers become in offers, and what
 * operations on offers become in calls. Knows resources and volumes; nothing of processes or gRPC.
 * Begin at {@link org.csiscaleio.mesos.provider.ResourceProvider}; the arithmetic is in {@link
 * org.csiscaleio.mesos.provider.Reconciliation}.
 */
@NullMarked
package org.csiscaleio.mesos.provider;

import org.jspecify.annotations.NullMarked;
