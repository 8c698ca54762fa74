package org.csiscaleio.image.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.SecretFile;

/** Makes the settings for the masters of what the command line says. */
final class MasterAccess {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

  private final DiskOptions options;
  private final Consumer<String> secrets;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param secrets is told of every secret that is read, so that nobody shows it
   */
  MasterAccess(DiskOptions options, Consumer<String> secrets) {
    this.options = options;
    this.secrets = secrets;
  }

  /** What the operator should know, one sentence each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Reads them.
   *
   * @throws ConfigurationException with all that is wrong
   */
  MasterSettings read() {
    List<HttpUrl> addresses =
        options.masters().stream()
            .map(text -> DiskOptions.parsed("--master", text, MasterSettings::address))
            .toList();
    Optional<String> principal = options.one("--principal");
    var settings =
        new MasterSettings(addresses, principal, authorization(principal), tls(), ANSWER_LIMIT);
    if (options.one("--secret-file").or(() -> options.one("--token-file")).isPresent()
        && addresses.stream().anyMatch(address -> !address.isHttps())) {
      warnings.add(
          "the secret goes over http: whoever sits in between can read it; say https:// where the"
              + " masters have it");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return settings;
  }

  private Supplier<Optional<String>> authorization(Optional<String> principal) {
    Optional<Path> secret = options.file("--secret-file");
    Optional<Path> token = options.file("--token-file");
    if (secret.isPresent() && token.isPresent()) {
      problems.add("--secret-file and --token-file contradict each other");
    }
    if (secret.isPresent() && principal.isEmpty()) {
      problems.add("--secret-file needs --principal NAME");
    }
    secret.ifPresent(file -> SecretFile.check("--secret-file: " + file, file, problems, warnings));
    token.ifPresent(file -> SecretFile.check("--token-file: " + file, file, problems, warnings));
    if (token.isPresent()) {
      return () -> Optional.of("token=" + read("", token.get()).strip());
    }
    return () ->
        secret.map(file ->
            Credentials.basic(
                principal.orElse(""), read(principal.orElse(""), file), StandardCharsets.UTF_8));
  }

  /** Anew each time, as a gateway's password. */
  private String read(String user, Path file) {
    String secret = GatewayCredentials.withPasswordFile(user, file).get().password();
    secrets.accept(secret);
    return secret;
  }

  private GatewayTls tls() {
    Optional<String> pinned = options.one("--fingerprint");
    Optional<Path> file = options.file("--ca-file");
    boolean insecure = options.has("--insecure");
    if ((pinned.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (insecure ? 1 : 0) > 1) {
      problems.add("say one of --ca-file, --fingerprint and --insecure");
    }
    if (insecure) {
      warnings.add(
          "the master's certificate is not checked (--insecure): whoever sits in between can read"
              + " the secret; use --fingerprint or --ca-file instead");
      return new GatewayTls.Insecure();
    }
    if (pinned.isPresent()) {
      return DiskOptions.parsed("--fingerprint", pinned.get(), GatewayTls.Fingerprint::new);
    }
    return file.<GatewayTls>map(GatewayTls.CaFile::new).orElseGet(GatewayTls.SystemTrust::new);
  }
}
