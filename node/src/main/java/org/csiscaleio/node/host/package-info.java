/**
 * The Linux side of a node: SDC, devices, file systems, mounts. Knows the kernel and the tools of
 * the host; never gRPC, never HTTP. Begin at {@link org.csiscaleio.node.host.LinuxHost}; every
 * effect on the world goes through {@link org.csiscaleio.node.host.LinuxKernel} or {@link
 * org.csiscaleio.node.host.ChildProcesses}.
 */
@NullMarked
package org.csiscaleio.node.host;

import org.jspecify.annotations.NullMarked;
