/**
 * The container image, as the build made it, loaded and run by podman, and read as Mesos reads it.
 * Knows the rig and csi-sanity; no class of the plugin. Begin at {@code ContainerTest}.
 */
@NullMarked
package org.csiscaleio.container;

import org.jspecify.annotations.NullMarked;
