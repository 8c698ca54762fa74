package org.csiscaleio.image.config;

import java.net.URI;
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
    Optional<Path> headers = headers();
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
        authorities());
  }

  private static boolean isHere(URI endpoint) {
    return endpoint.getHost().equals("localhost")
        || endpoint.getHost().startsWith("127.")
        || endpoint.getHost().equals("[::1]");
  }

  private Optional<Path> headers() {
    Optional<Path> file = values.find(Catalogue.TRACES_HEADER_FILE);
    file.ifPresent(path ->
        SecretFile.check(named(Catalogue.TRACES_HEADER_FILE, path), path, problems, warnings));
    return file;
  }

  private Optional<Path> authorities() {
    Optional<Path> file = values.find(Catalogue.TRACES_CA_FILE);
    file.ifPresent(path -> {
      var _ = ReadableFile.check(named(Catalogue.TRACES_CA_FILE, path), path, problems);
    });
    return file;
  }

  private String named(Setting<Path> setting, Path file) {
    return setting.key() + ": " + file + " (" + values.source(setting) + ")";
  }
}
