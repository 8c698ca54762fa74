package org.csiscaleio.image.mesos;

import java.util.List;
import java.util.regex.Pattern;

/** What {@code --modules} says of the module that knows disk profiles. */
final class ModuleRules {
  private static final Pattern URI = Pattern.compile("(/|file:///|https?://[^/]).*");
  private static final Pattern DURATION =
      Pattern.compile("[0-9]+(\\.[0-9]+)?(ns|us|ms|secs|mins|hrs|days|weeks)");

  private ModuleRules() {}

  static void check(Place modules, MesosRelease release) {
    modules.onlyNames("libraries");
    modules
        .need("libraries")
        .ifPresent(libraries -> libraries.entries().forEach(library -> library(library, release)));
  }

  private static void library(Place library, MesosRelease release) {
    library.onlyNames("file", "name", "modules");
    boolean profiles = false;
    for (Place module : library.need("modules").map(Place::entries).orElseGet(List::of)) {
      module.onlyNames("name", "parameters");
      String name = module.needText("name").orElse("");
      if (name.equals(AgentJson.PROFILE_MODULE)) {
        profiles = true;
        parameters(module);
      } else if (name.contains("DiskProfileAdaptor")) {
        module.complain("'" + name + "' has to be " + AgentJson.PROFILE_MODULE);
      }
    }
    if (profiles) {
      library
          .needText("file")
          .filter(file -> !file.endsWith("/" + release.profileLibrary()))
          .ifPresent(file ->
              library.complain(
                  "file is "
                      + file
                      + "; of Mesos "
                      + release
                      + " it is called "
                      + release.profileLibrary()));
    }
  }

  private static void parameters(Place module) {
    boolean uri = false;
    for (Place parameter : module.need("parameters").map(Place::entries).orElseGet(List::of)) {
      parameter.onlyNames("key", "value");
      String key = parameter.needText("key").orElse("");
      String value = parameter.needText("value").orElse("");
      switch (key) {
        case "uri" -> {
          uri = true;
          if (!URI.matcher(value).matches()) {
            parameter.complain(
                "uri is '"
                    + value
                    + "'; it has to be an absolute path, file:///..., http:// or"
                    + " https://");
          }
        }
        case "poll_interval", "max_random_wait" -> {
          if (!DURATION.matcher(value).matches()) {
            parameter.complain(key + " is '" + value + "'; it has to be a time such as 30secs");
          }
        }
        default -> parameter.complain(key + " is no parameter of this module");
      }
    }
    if (!uri) {
      module.complain("the parameter uri is missing");
    }
  }
}
