/**
 * The pages as a new user meets them: what they tell to type is typed, into a root directory of its
 * own. Knows the programs only from outside. Begin at {@link org.csiscaleio.pages.QuickStartTest}.
 */
@NullMarked
package org.csiscaleio.pages;

import org.jspecify.annotations.NullMarked;
