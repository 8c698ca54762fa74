package org.csiscaleio.node.host;

import java.nio.file.Path;

/**
 * A device that the kernel holds open for us. To be closed through {@link Kernel#close}.
 *
 * @param descriptor the file descriptor
 * @param node what was opened
 */
public record OpenDevice(int descriptor, Path node) {}
