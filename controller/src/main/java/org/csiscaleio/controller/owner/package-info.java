/**
 * Whose a volume is when many instances share one array, and how its name on the array says so.
 * Values only: knows neither the array nor a host. Begin with {@link
 * org.csiscaleio.controller.owner.OwnedName}.
 */
@NullMarked
package org.csiscaleio.controller.owner;

import org.jspecify.annotations.NullMarked;
