package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;

/** The containers in which an agent starts a plugin. */
final class ContainerRules {
  static final List<String> SERVICES = List.of("CONTROLLER_SERVICE", "NODE_SERVICE");

  private ContainerRules() {}

  /** Checks a list of containers; returns the services that they have. */
  static List<String> check(Place containers, MesosRelease release) {
    var served = new ArrayList<String>();
    for (Place container : containers.entries()) {
      container.onlyNames("services", "command", "resources", "container");
      container.need("services").ifPresent(services -> services(services, served));
      container.need("command").ifPresent(ContainerRules::command);
      container.need("resources").ifPresent(ContainerRules::resources);
      container.find("container").ifPresent(info -> container(info, release));
    }
    return served;
  }

  private static void services(Place services, List<String> served) {
    if (services.entries().isEmpty()) {
      services.complain("names no service");
    }
    for (Place service : services.entries()) {
      String name = service.text().orElse("");
      if (!SERVICES.contains(name)) {
        service.complain("'" + name + "' is no service; there are " + String.join(", ", SERVICES));
      } else if (served.contains(name)) {
        service.complain(name + " is named twice; Mesos starts one container for each service");
      } else {
        served.add(name);
      }
    }
  }

  private static void command(Place command) {
    command.onlyNames("shell", "value", "arguments", "uris", "user", "environment");
    String value = command.needText("value").orElse("");
    boolean direct =
        command.find("shell").filter(s -> s.value().equals(new Json.Truth(false))).isPresent();
    if (direct) {
      if (command.find("arguments").map(Place::entries).filter(a -> !a.isEmpty()).isEmpty()) {
        command.complain(
            "with shell false arguments are wanted, and the first of them is what the program is"
                + " called");
      }
      if (!value.startsWith("/")) {
        command.complain("with shell false value is the program: an absolute path");
      }
    } else {
      if (command.has("arguments")) {
        command.complain("arguments would be ignored: say shell false");
      }
      if (!value.startsWith("exec ")) {
        command.complain(
            "value is run by a shell: begin it with exec, or the shell stays between agent and"
                + " plugin");
      }
    }
    command.find("uris").ifPresent(uris -> uris.entries().forEach(uri -> uri.needText("value")));
    command.find("environment").ifPresent(ContainerRules::environment);
  }

  /** Everybody who may ask the agent for its containers reads it. */
  private static void environment(Place environment) {
    environment
        .need("variables")
        .ifPresent(variables ->
            variables
                .entries()
                .forEach(variable ->
                    variable
                        .needText("name")
                        .filter(name -> name.contains("PASSWORD") && variable.has("value"))
                        .ifPresent(name ->
                            variable.complain(
                                name
                                    + " would be told to everybody who may read the agent's"
                                    + " containers; use passwordFile"))));
  }

  private static void resources(Place resources) {
    var names = new ArrayList<String>();
    for (Place resource : resources.entries()) {
      String name = resource.needText("name").orElse("");
      names.add(name);
      resource
          .needText("type")
          .filter(type -> !type.equals("SCALAR"))
          .ifPresent(type -> resource.complain(name + " has to be of type SCALAR"));
      resource
          .need("scalar")
          .flatMap(scalar -> scalar.need("value"))
          .flatMap(Place::number)
          .filter(value -> !(value > 0))
          .ifPresent(value -> resource.complain(name + " has to be more than 0"));
    }
    for (String wanted : List.of("cpus", "mem")) {
      if (!names.contains(wanted)) {
        resources.complain(wanted + " is missing: without it the container has next to none");
      }
    }
  }

  private static void container(Place container, MesosRelease release) {
    container
        .needText("type")
        .filter(type -> !type.equals("MESOS"))
        .ifPresent(
            type -> container.complain("type is " + type + "; agents start plugins as MESOS only"));
    if (container.find("mesos").filter(mesos -> mesos.has("image")).isPresent()) {
      container.complain(
          "mesos.image is refused by 1.8 to 1.11, and before that what the plugin mounts would not"
              + " reach the tasks; use an image volume (way image), or the bundle");
    }
    container
        .find("volumes")
        .ifPresent(volumes -> {
          if (!release.hasVolumeIsolator()) {
            volumes.complain("image volumes of a plugin want Mesos 1.11; use the bundle");
          }
          for (Place volume : volumes.entries()) {
            volume.need("mode");
            volume.need("container_path").ifPresent(NameRules::absolute);
          }
        });
  }
}
