/**
 * Who this plugin is: its name, version and manifest. Knows neither gRPC nor HTTP. Begin at {@link
 * org.csiscaleio.identity.service.IdentitySettings}.
 */
@NullMarked
package org.csiscaleio.identity.service;

import org.jspecify.annotations.NullMarked;
