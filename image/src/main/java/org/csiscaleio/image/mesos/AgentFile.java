package org.csiscaleio.image.mesos;

import java.nio.file.Path;

/**
 * A file of an agent.
 *
 * @param path on the agent, absolute
 * @param secretive whether only root may read it: it says how the array is reached
 */
record AgentFile(Path path, String text, boolean secretive) {}
