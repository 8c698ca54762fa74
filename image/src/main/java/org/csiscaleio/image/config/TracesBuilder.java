package org.csiscaleio.image.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is said about traces, made into one record. Loaded where there are to be any only. */
final class TracesBuilder {
  private final Values values;
  private final List<String> problems;
  private final List<String> warnings;

  TracesBuilder(Values values, List<String> problems, List<String> warnings) {
    this.values = values;
    this.problems = problems;
    this.warnings = warnings;
  }

  Configuration.Traces build() {
    URI endpoint = values.get(Catalogue.TRACES_ENDPOINT);
    Optional<Path> headers = readable(Catalogue.TRACES_HEADER_FILE);
    if (headers.isPresent() && "http".equals(endpoint.getScheme()) && !isHere(endpoint)) {
      warnings.add(
          "tracesHeaderFile: what stands in it is sent unencrypted to "
              + endpoint
              + "; say https, unless nobody listens between");
    }
    return new Configuration.Traces(
        endpoint,
        values.get(Catalogue.TRACES_SERVICE_NAME),
        values.get(Catalogue.TRACES_RATIO),
        headers,
        readable(Catalogue.TRACES_CA_FILE));
  }

  private static boolean isHere(URI endpoint) {
    return endpoint.getHost().equals("localhost")
        || endpoint.getHost().startsWith("127.")
        || endpoint.getHost().equals("[::1]");
  }

  private Optional<Path> readable(Setting<Path> setting) {
    Optional<Path> file = values.find(setting);
    if (file.isPresent() && !(Files.isRegularFile(file.get()) && Files.isReadable(file.get()))) {
      problems.add(
          setting.key()
              + ": "
              + file.get()
              + " ("
              + values.source(setting)
              + ") is not a file that can be read");
    }
    return file;
  }
}
