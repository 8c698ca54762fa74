package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of one agent, checked each by itself and together. */
final class FileChecks {
  private final MesosRelease release;

  FileChecks(MesosRelease release) {
    this.release = release;
  }

  /**
   * What is wrong, each with the file it is in.
   *
   * @param texts by the names of the files
   */
  List<String> complaints(Map<String, String> texts) {
    var complaints = new ArrayList<String>();
    texts.forEach((name, text) -> {
      List<String> found =
          isEnvironment(name)
              ? EnvironmentRules.check(environment(name, text), release, isOutside(texts))
              : MesosRules.check(text, release);
      found.forEach(complaint -> complaints.add(name + ": " + complaint));
    });
    complaints.addAll(sameNames(texts));
    return complaints;
  }

  /** What an operator should know and may well want. */
  List<String> remarks(Map<String, String> texts) {
    return json(texts).values().stream()
        .flatMap(json -> MesosRules.remarks(json, release).stream())
        .toList();
  }

  private static boolean isEnvironment(String name) {
    return name.endsWith(".env") || isOfDcos(name);
  }

  /** Read by DC/OS' agents after files of their own. */
  private static boolean isOfDcos(String name) {
    return name.endsWith("/mesos-slave-common");
  }

  private Map<String, String> environment(String name, String text) {
    Map<String, String> variables = EnvironmentRules.read(text);
    return isOfDcos(name) ? EnvironmentRules.inDcos(variables, release) : variables;
  }

  private static Map<String, Json> json(Map<String, String> texts) {
    var values = new LinkedHashMap<String, Json>();
    texts.forEach((name, text) -> {
      try {
        if (!isEnvironment(name)) {
          values.put(name, Json.parse(text));
        }
      } catch (IllegalArgumentException e) {
        // Complained of by itself.
      }
    });
    return values;
  }

  /** Whether every plugin that these files name runs outside of the agent's containers. */
  private static boolean isOutside(Map<String, String> texts) {
    List<Json> plugins =
        json(texts).values().stream().flatMap(json -> plugin(json).stream()).toList();
    return !plugins.isEmpty()
        && plugins.stream()
            .allMatch(plugin ->
                Place.top(plugin, new ArrayList<>()).has("endpoints")
                    || JsonText.line(plugin).contains("\"csi-scaleio\", \"relay\""));
  }

  private static Optional<Json> plugin(Json json) {
    return MesosRules.kind(json)
        .flatMap(kind ->
            switch (kind) {
              case PROVIDER ->
                  Place.top(json, new ArrayList<>())
                      .find("storage")
                      .flatMap(storage -> storage.find("plugin"))
                      .map(Place::value);
              case ISOLATOR_PLUGIN -> Optional.of(json);
              case MATRIX, MODULES, TASK -> Optional.empty();
            });
  }

  /** Both would clean up in the same directory of the agent what they do not know. */
  private static List<String> sameNames(Map<String, String> texts) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    json(texts)
        .forEach((file, json) ->
            plugin(json)
                .map(plugin -> Place.top(plugin, new ArrayList<>()))
                .ifPresent(plugin ->
                    files
                        .computeIfAbsent(
                            plugin.find("type").flatMap(Place::text).orElse("")
                                + " "
                                // What the agent takes where a file of the isolator says none.
                                + plugin.find("name").flatMap(Place::text).orElse("default"),
                            key -> new ArrayList<>())
                        .add(file)));
    return files.values().stream()
        .filter(names -> names.size() > 1)
        .map(names ->
            String.join(", ", names)
                + ": have the same plugin type and name; on one agent each would delete what the"
                + " other mounted")
        .toList();
  }
}
