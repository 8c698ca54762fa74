package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.csiscaleio.controller.service.VolumeParameters;
import org.csiscaleio.operation.Failure;

/** The matrix of disk profiles. */
final class ProfileRules {
  private ProfileRules() {}

  static void check(Place matrix) {
    matrix.onlyNames("profile_matrix");
    matrix
        .need("profile_matrix")
        .ifPresent(profiles -> profiles.eachMember((name, profile) -> profile(profile)));
  }

  private static void profile(Place profile) {
    profile.onlyNames(
        "csi_plugin_type_selector",
        "resource_provider_selector",
        "volume_capabilities",
        "create_parameters");
    if (profile.has("csi_plugin_type_selector") == profile.has("resource_provider_selector")) {
      profile.complain(
          "has to have exactly one of csi_plugin_type_selector and resource_provider_selector");
    }
    profile
        .find("csi_plugin_type_selector")
        .flatMap(selector -> selector.need("plugin_type"))
        .ifPresent(NameRules::type);
    profile.find("resource_provider_selector").ifPresent(ProfileRules::providers);
    profile.need("volume_capabilities").ifPresent(CapabilityRules::check);
    profile.find("create_parameters").ifPresent(ProfileRules::parameters);
  }

  private static void providers(Place selector) {
    List<Place> providers =
        selector.need("resource_providers").map(Place::entries).orElseGet(List::of);
    if (providers.isEmpty()) {
      selector.complain("selects no resource provider");
    }
    for (Place provider : providers) {
      provider.needText("type");
      provider.need("name").ifPresent(NameRules::name);
    }
  }

  private static void parameters(Place parameters) {
    try {
      VolumeParameters read = VolumeParameters.parse(parameters.texts());
      if (read.mkfsFormatOption().isPresent()) {
        parameters.complain("mkfsFormatOption is not kept with a volume in node scope");
      }
      if (read.fsType().isPresent()) {
        parameters.complain("say the file system as fs_type in volume_capabilities");
      }
    } catch (Failure e) {
      parameters.complain(e.message());
    }
  }

  /** Profiles that offer the same room, each time as if it were its own. */
  static List<String> sharedPools(Json matrix) {
    Map<String, List<String>> byPool = new TreeMap<>();
    Place.top(matrix, new ArrayList<>())
        .find("profile_matrix")
        .ifPresent(profiles ->
            profiles.eachMember((name, profile) ->
                profile
                    .find("create_parameters")
                    .flatMap(ProfileRules::pool)
                    .ifPresent(
                        pool -> byPool.computeIfAbsent(pool, p -> new ArrayList<>()).add(name))));
    return byPool.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry ->
            "profiles "
                + String.join(", ", entry.getValue())
                + " are of one pool, "
                + entry.getKey()
                + ": each offers its room as if the others did not")
        .toList();
  }

  private static Optional<String> pool(Place parameters) {
    try {
      VolumeParameters read = VolumeParameters.parse(parameters.texts());
      return read.storagePool()
          .map(pool -> read.protectionDomain().map(domain -> domain + "/").orElse("") + pool);
    } catch (Failure e) {
      return Optional.empty();
    }
  }
}
