package org.csiscaleio.image.mesos;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A file in {@code --csi_plugin_config_dir}, for the isolator {@code volume/csi}. */
final class IsolatorRules {
  private IsolatorRules() {}

  static void check(Place plugin, MesosRelease release) {
    if (!release.hasVolumeIsolator()) {
      plugin.complain("the isolator volume/csi is there from Mesos 1.11 on, not in " + release);
    }
    plugin.onlyNames(
        "type", "name", "containers", "endpoints", "target_path_root", "target_path_exists");
    plugin.need("type").ifPresent(NameRules::type);
    plugin.find("name").ifPresent(NameRules::name);
    if (plugin.has("containers") == plugin.has("endpoints")) {
      plugin.complain("has to have exactly one of containers and endpoints");
    }
    plugin
        .find("containers")
        .ifPresent(
            containers -> requireNode(containers, ContainerRules.check(containers, release)));
    plugin
        .find("endpoints")
        .ifPresent(endpoints ->
            requireNode(
                endpoints,
                endpoints.entries().stream()
                    .flatMap(endpoint -> endpoint(endpoint).stream())
                    .toList()));
    plugin.find("target_path_root").ifPresent(root -> root(root, plugin.has("containers")));
  }

  private static void requireNode(Place place, List<String> served) {
    if (!served.contains("NODE_SERVICE")) {
      place.complain("NODE_SERVICE is missing: the isolator calls nothing else");
    }
  }

  private static Optional<String> endpoint(Place endpoint) {
    endpoint.onlyNames("csi_service", "endpoint");
    endpoint
        .need("endpoint")
        .ifPresent(address ->
            address
                .text()
                .filter(text -> !isUnixSocket(text))
                .ifPresent(text ->
                    address.complain(
                        "'"
                            + text
                            + "' has to be unix:// and an absolute path, as in"
                            + " unix:///run/csi-scaleio/csi.sock")));
    return endpoint.needText("csi_service");
  }

  private static boolean isUnixSocket(String text) {
    try {
      URI uri = URI.create(text);
      return "unix".equals(uri.getScheme())
          && uri.getAuthority() == null
          && text.startsWith("unix:///")
          && uri.getPath().length() > 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void root(Place root, boolean managed) {
    NameRules.absolute(root);
    if (managed) {
      root.complain(
          "is for endpoints only: what a plugin mounts there in its container does not reach the"
              + " tasks");
    }
  }
}
