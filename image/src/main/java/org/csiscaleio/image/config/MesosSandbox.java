package org.csiscaleio.image.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sandbox tells in which an agent's storage provider started this program.
 *
 * @param path empty when nobody did
 */
record MesosSandbox(String path) {
  /**
   * A standalone container's id: {@code <provider>--<csi type with dashes>-<csi name>--<services>}.
   */
  private static final Pattern CONTAINER =
      Pattern.compile(
          "[A-Za-z0-9_-]+?--([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)+)"
              + "--(?:CONTROLLER_SERVICE|NODE_SERVICE)(?:-(?:CONTROLLER_SERVICE|NODE_SERVICE))*");

  static MesosSandbox of(Map<String, String> environment) {
    return new MesosSandbox(environment.getOrDefault("MESOS_SANDBOX", ""));
  }

  boolean isPresent() {
    return !path.isEmpty();
  }

  /** The agent's work_dir, in whose {@code containers} directory the sandbox is. */
  Optional<Path> workDirectory() {
    return Optional.ofNullable(Path.of(path).normalize().getParent())
        .filter(parent -> parent.isAbsolute() && parent.endsWith("containers"))
        .flatMap(parent -> Optional.ofNullable(parent.getParent()));
  }

  /**
   * Type and name of the plugin in the agent's configuration: the same whatever services, in
   * whatever order, and whatever the resource provider is called.
   */
  Optional<String> pluginTypeAndName() {
    if (!isPresent()) {
      return Optional.empty();
    }
    Path last = Path.of(path).getFileName();
    Matcher matcher = CONTAINER.matcher(last == null ? "" : last.toString());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
