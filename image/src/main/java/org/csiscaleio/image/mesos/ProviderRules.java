package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;

/** A file in {@code --resource_provider_config_dir}. */
final class ProviderRules {
  private ProviderRules() {}

  static void check(Place provider, MesosRelease release) {
    provider.onlyNames("type", "name", "default_reservations", "storage");
    provider
        .needText("type")
        .filter(type -> !type.equals(AgentJson.PROVIDER_TYPE))
        .ifPresent(type ->
            provider.complain("type is '" + type + "'; it has to be " + AgentJson.PROVIDER_TYPE));
    provider.need("name").ifPresent(NameRules::name);
    provider.find("default_reservations").ifPresent(ProviderRules::reservations);
    provider.need("storage").ifPresent(storage -> storage(storage, release));
  }

  private static void reservations(Place reservations) {
    for (Place reservation : reservations.entries()) {
      reservation.needText("role");
      reservation
          .needText("type")
          .filter(type -> !type.equals("DYNAMIC"))
          .ifPresent(type -> reservation.complain("type has to be DYNAMIC"));
    }
  }

  private static void storage(Place storage, MesosRelease release) {
    storage.onlyNames("plugin", "reconciliation_interval_seconds");
    storage.find("reconciliation_interval_seconds").ifPresent(ProviderRules::interval);
    storage.need("plugin").ifPresent(plugin -> plugin(plugin, release));
  }

  private static void interval(Place interval) {
    interval
        .number()
        .filter(seconds -> seconds < 0)
        .ifPresent(seconds -> interval.complain("has to be 0, for never, or more"));
  }

  /** What does no harm, and nothing else either. */
  static List<String> ignored(Json provider, MesosRelease release) {
    boolean said =
        Place.top(provider, new ArrayList<>())
            .find("storage")
            .filter(storage -> storage.has("reconciliation_interval_seconds"))
            .isPresent();
    return said && !release.reconciles()
        ? List.of(
            "reconciliation_interval_seconds is known from Mesos 1.9 on, and ignored by " + release)
        : List.of();
  }

  private static void plugin(Place plugin, MesosRelease release) {
    if (plugin.has("endpoints")) {
      plugin.complain(
          "endpoints end the agent: a resource provider starts its plugin itself; use way relay");
    }
    plugin.onlyNames("type", "name", "containers", "endpoints");
    plugin.need("type").ifPresent(NameRules::type);
    plugin.need("name").ifPresent(NameRules::name);
    plugin
        .need("containers")
        .ifPresent(containers -> {
          List<String> served = ContainerRules.check(containers, release);
          ContainerRules.SERVICES.stream()
              .filter(service -> !served.contains(service))
              .forEach(service ->
                  containers.complain(
                      "no container has " + service + ": the agent would end, or offer nothing"));
        });
  }
}
