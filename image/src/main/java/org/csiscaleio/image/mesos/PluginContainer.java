package org.csiscaleio.image.mesos;

import java.util.List;

/** The container in which an agent starts the plugin, or the relay to it. */
final class PluginContainer {
  private static final String IMAGE_DIRECTORY = "/run/csi-scaleio/image";

  private PluginContainer() {}

  /** An entry of {@code containers}. */
  static Json of(Answers answers) {
    List<String> services =
        answers.way().isIsolator()
            ? List.of("NODE_SERVICE")
            : List.of("CONTROLLER_SERVICE", "NODE_SERVICE");
    Json.Members container =
        Json.object().with("services", Json.texts(services)).with("command", command(answers));
    if (answers.way() == Way.IMAGE) {
      container = container.with("container", imageVolume(answers.image()));
    }
    return container.with("resources", resources(answers.way()));
  }

  private static Json command(Answers answers) {
    String program = answers.program().toString();
    String serve = " serve --config " + answers.settingsFile();
    return switch (answers.way()) {
      case BUNDLE, ISOLATOR ->
          direct(program, List.of("csi-scaleio", "serve", "--config", "" + answers.settingsFile()));
      case RELAY, ENDPOINT -> direct(program, List.of("csi-scaleio", "relay"));
      // The archive has one directory, csi-scaleio, and the sandbox is the working directory.
      case URIS ->
          Json.object()
              .with("shell", new Json.Truth(true))
              .with("value", "exec ./csi-scaleio/bin/csi-scaleio" + serve)
              .with(
                  "uris",
                  Json.list(
                      Json.object()
                          .with("value", answers.source())
                          .with("extract", new Json.Truth(true))
                          .with("cache", new Json.Truth(true))));
      case IMAGE ->
          Json.object()
              .with("shell", new Json.Truth(true))
              .with("value", "exec " + IMAGE_DIRECTORY + "/usr/bin/csi-scaleio-launch" + serve);
    };
  }

  /** Without a shell; the first argument is what the program is called. */
  private static Json direct(String program, List<String> arguments) {
    return Json.object()
        .with("shell", new Json.Truth(false))
        .with("value", program)
        .with("arguments", Json.texts(arguments));
  }

  /** A volume, never the container's own image, which agents refuse for a plugin. */
  private static Json imageVolume(String image) {
    return Json.object()
        .with("type", "MESOS")
        .with(
            "volumes",
            Json.list(
                Json.object()
                    .with("mode", "RW")
                    .with("container_path", IMAGE_DIRECTORY)
                    .with(
                        "image",
                        Json.object()
                            .with("type", "DOCKER")
                            .with("docker", Json.object().with("name", image)))));
  }

  private static Json resources(Way way) {
    return way.isService()
        ? Json.list(scalar("cpus", "0.1"), scalar("mem", "64"))
        : Json.list(scalar("cpus", "0.5"), scalar("mem", "256"));
  }

  private static Json scalar(String name, String value) {
    return Json.object()
        .with("name", name)
        .with("type", "SCALAR")
        .with("scalar", Json.object().with("value", Json.number(value)));
  }
}
