package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Mesos 1.5 to 1.11 demands of the JSON an operator writes, and what it would ignore, refuse
 * or end for. Which kind of file a text is follows from what is in it.
 */
public final class MesosRules {
  /** What a file is for. */
  enum Kind {
    /** In {@code --resource_provider_config_dir}. */
    PROVIDER,
    /** What the profile module reads. */
    MATRIX,
    /** {@code --modules}. */
    MODULES,
    /** In {@code --csi_plugin_config_dir}. */
    ISOLATOR_PLUGIN,
    /** A task. */
    TASK
  }

  private MesosRules() {}

  /**
   * Checks a file.
   *
   * @return a sentence for each thing that is wrong; none when all is well
   */
  public static List<String> check(String text, MesosRelease release) {
    var complaints = new ArrayList<String>();
    Json json;
    try {
      json = Json.parse(text);
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    Optional<Kind> kind = kind(json);
    if (kind.isEmpty()) {
      return List.of(
          "is none of the files known here: a resource provider has 'storage', a matrix"
              + " 'profile_matrix', modules 'libraries', a plugin of volume/csi 'type' with"
              + " 'containers' or 'endpoints', a task 'task_id'");
    }
    Place top = Place.top(json, complaints);
    switch (kind.get()) {
      case PROVIDER -> ProviderRules.check(top, release);
      case MATRIX -> ProfileRules.check(top);
      case MODULES -> ModuleRules.check(top, release);
      case ISOLATOR_PLUGIN -> IsolatorRules.check(top, release);
      case TASK -> TaskRules.check(top, release);
    }
    return List.copyOf(complaints);
  }

  /** What does no harm by itself, and may still not be what was meant. */
  static List<String> remarks(Json json, MesosRelease release) {
    return kind(json)
        .map(kind ->
            switch (kind) {
              case MATRIX -> ProfileRules.sharedPools(json);
              case PROVIDER -> ProviderRules.ignored(json, release);
              case MODULES, ISOLATOR_PLUGIN, TASK -> List.<String>of();
            })
        .orElseGet(List::of);
  }

  static Optional<Kind> kind(Json json) {
    Place top = Place.top(json, new ArrayList<>());
    if (top.has("profile_matrix")) {
      return Optional.of(Kind.MATRIX);
    }
    if (top.has("libraries")) {
      return Optional.of(Kind.MODULES);
    }
    if (top.has("task_id")) {
      return Optional.of(Kind.TASK);
    }
    if (top.has("storage")) {
      return Optional.of(Kind.PROVIDER);
    }
    return top.has("containers") || top.has("endpoints") || top.has("target_path_root")
        ? Optional.of(Kind.ISOLATOR_PLUGIN)
        : Optional.empty();
  }
}
