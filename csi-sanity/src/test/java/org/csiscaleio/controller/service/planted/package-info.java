/**
 * Classes that break the walls of the house on purpose, so that the test of the walls can be seen
 * to fail. Begin at {@code WallsTest}.
 */
@NullMarked
package org.csiscaleio.controller.service.planted;

import org.jspecify.annotations.NullMarked;
