package org.csiscaleio.crash;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The plugin's doors to the outside, by class and method. */
final class EffectDoors {
  /** The changing half of org.csiscaleio.node.host.Kernel. */
  private static final Set<String> OF_THE_KERNEL =
      Set.of(
          "write",
          "flush",
          "setReadOnly",
          "control",
          "mount",
          "bind",
          "bindReadOnly",
          "bindBeneath",
          "mountBeneath",
          "makeDirectoryBeneath",
          "makeDirectoryInside",
          "remountReadOnly",
          "unmount",
          "makeDirectory",
          "removeDirectory",
          "writeFile",
          "rename",
          "createFile",
          "unlink");

  private EffectDoors() {}

  /** For each class, in the JVM's spelling, which of its methods change something. */
  static Map<String, Predicate<String>> doors() {
    return Map.of(
        "org/csiscaleio/node/host/LinuxKernel", OF_THE_KERNEL::contains,
        "org/csiscaleio/node/host/ChildProcesses", "run"::equals,
        "org/csiscaleio/gateway/http/GatewayHttp", "change"::equals);
  }
}
