/**
 * The service manager that may have started this process: told when the program serves and when it
 * stops, and shown signs of life. Knows systemd's protocol and the system calls it needs; nothing
 * of the program. Begin at {@link org.csiscaleio.image.systemd.ServiceManager}.
 */
@NullMarked
package org.csiscaleio.image.systemd;

import org.jspecify.annotations.NullMarked;
