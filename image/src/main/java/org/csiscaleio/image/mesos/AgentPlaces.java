package org.csiscaleio.image.mesos;

import java.nio.file.Path;

/**
 * Where an agent has the files that it reads.
 *
 * @param providers directory of resource providers
 * @param plugins directory of plugins of the isolator volume/csi
 * @param module the file of the module that reads disk profiles
 * @param matrix the disk profiles
 * @param environment what the agent is started with
 * @param libraries directory of Mesos' modules
 * @param dcos whether DC/OS decides about launcher, isolation, and where modules and plugins are
 */
record AgentPlaces(
    Path providers,
    Path plugins,
    Path module,
    Path matrix,
    Path environment,
    Path libraries,
    boolean dcos) {

  /**
   * All in one directory.
   *
   * @param isolator whether they are for volume/csi
   */
  static AgentPlaces in(Path directory, boolean isolator) {
    return new AgentPlaces(
        directory.resolve("resource-providers"),
        directory.resolve("csi-plugins"),
        directory.resolve("modules/disk-profiles.json"),
        directory.resolve("disk-profiles.json"),
        directory.resolve(isolator ? "csi-scaleio-isolator.env" : "csi-scaleio.env"),
        Path.of("/usr/lib/mesos/modules"),
        false);
  }
}
