/**
 * The Controller's use cases on typed, immutable records: names, sizes, pools, mappings, listings.
 * Knows the array through {@code ScaleIoSystem} only; never gRPC, never HTTP. Begin at {@link
 * org.csiscaleio.controller.service.ControllerService} for one system, {@link
 * org.csiscaleio.controller.service.SystemsController} for all.
 */
@NullMarked
package org.csiscaleio.controller.service;

import org.jspecify.annotations.NullMarked;
