/**
 * The walls between the modules, held by a test. Knows every class of the project by its name only.
 * Begin at {@code WallsTest}.
 */
@NullMarked
package org.csiscaleio.walls;

import org.jspecify.annotations.NullMarked;
