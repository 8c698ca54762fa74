/**
 * {@code csi-scaleio relay}: what an orchestrator launches where its containers may not open block
 * devices. Passes bytes between the orchestrator's socket and the service on the host; knows the
 * JDK alone, so that it starts in a blink. Begin at {@link
 * org.csiscaleio.image.relay.RelayCommand}.
 */
@NullMarked
package org.csiscaleio.image.relay;

import org.jspecify.annotations.NullMarked;
