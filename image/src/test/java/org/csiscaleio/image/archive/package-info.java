/**
 * Training: lets the packaged program do what it will do in its life, so that the build learns
 * which classes belong into its class-data archives. Run by the build, not by tests. Begin at
 * {@link org.csiscaleio.image.archive.Training}.
 */
@NullMarked
package org.csiscaleio.image.archive;

import org.jspecify.annotations.NullMarked;
