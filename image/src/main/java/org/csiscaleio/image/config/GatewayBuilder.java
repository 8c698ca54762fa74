package org.csiscaleio.image.config;

import static org.csiscaleio.image.config.Catalogue.CA_FILE;
import static org.csiscaleio.image.config.Catalogue.FINGERPRINT;
import static org.csiscaleio.image.config.Catalogue.GATEWAY_URLS;
import static org.csiscaleio.image.config.Catalogue.INSECURE;
import static org.csiscaleio.image.config.Catalogue.MODE;
import static org.csiscaleio.image.config.Catalogue.PASSWORD;
import static org.csiscaleio.image.config.Catalogue.PASSWORD_FILE;
import static org.csiscaleio.image.config.Catalogue.TLS;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.config.Choices.Trust;
import org.csiscaleio.image.config.Configuration.Password;

/** Makes of single values how one system is reached, and checks how they go together. */
final class GatewayBuilder {
  private final Values values;
  private final List<String> problems;
  private final List<String> warnings;

  GatewayBuilder(Values values, List<String> problems, List<String> warnings) {
    this.values = values;
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * One of several.
   *
   * @param entry where it begins
   */
  Optional<Configuration.Gateway> build(Source entry) {
    if (!values.isGiven(GATEWAY_URLS)) {
      problems.add("systems: the entry at " + entry + " has no gateway; say gateway: https://HOST");
      return Optional.empty();
    }
    Optional<Configuration.Gateway> gateway =
        build().map(made -> made.forHosts(values.find(Catalogue.TOPOLOGY).orElse(Map.of())));
    if (gateway.isPresent() && gateway.get().systemId().isEmpty()) {
      problems.add(
          "systems: the entry at "
              + entry
              + " must say system: its id, 16 hex digits, by which volumes find their system also"
              + " while another one is away");
    }
    return gateway;
  }

  /** The only one; empty when nothing was said about it, or something wrong. */
  Optional<Configuration.Gateway> build() {
    if (!values.isGiven(GATEWAY_URLS)) {
      if (values.get(MODE).servesController()) {
        problems.add(
            "gateway: not given; say gateway: https://HOST in the file, --gateway or"
                + " X_CSI_SCALEIO_GATEWAY (only mode node can do without)");
      }
      return Optional.empty();
    }
    List<URI> addresses = values.find(GATEWAY_URLS).orElse(List.of());
    if (addresses.stream().anyMatch(address -> "http".equals(address.getScheme()))) {
      warnings.add(
          "gateway: http sends the password unencrypted (" + values.source(GATEWAY_URLS) + ")");
    }
    GatewayTls tls = tls();
    return password()
        .map(password ->
            new Configuration.Gateway(
                addresses,
                values.get(Catalogue.USER),
                password,
                values.find(Catalogue.SYSTEM),
                tls,
                values.get(Catalogue.MAX_GATEWAY_REQUESTS),
                values.get(Catalogue.CONNECT_TIMEOUT),
                values.get(Catalogue.REQUEST_TIMEOUT),
                values.find(Catalogue.STORAGE_POOL),
                values.find(Catalogue.PROTECTION_DOMAIN),
                Map.of()));
  }

  /** A flag's file before the environment's password before the configuration's file. */
  private Optional<Password> password() {
    Optional<Path> file = values.find(PASSWORD_FILE);
    Optional<String> password = values.find(PASSWORD);
    boolean both = file.isPresent() && password.isPresent();
    if (both && values.source(PASSWORD_FILE) instanceof Source.Variable) {
      problems.add(
          "password: both "
              + values.source(PASSWORD)
              + " and "
              + values.source(PASSWORD_FILE)
              + " are set; keep one");
      return Optional.empty();
    }
    if (password.isPresent() && !(both && values.source(PASSWORD_FILE) instanceof Source.Flag)) {
      return Optional.of(new Password.Fixed(new Secret(password.get())));
    }
    if (file.isEmpty()) {
      problems.add(
          "passwordFile: not given; put the gateway password into a file and say passwordFile:"
              + " FILE, --password-file FILE, or set X_CSI_SCALEIO_PASSWORD");
      return Optional.empty();
    }
    SecretFile.check(
        "passwordFile: " + file.get() + " (" + values.source(PASSWORD_FILE) + ")",
        file.get(),
        problems,
        warnings);
    return Optional.of(new Password.InFile(file.get()));
  }

  private GatewayTls tls() {
    Trust trust = values.find(TLS).orElseGet(this::impliedTrust);
    if (values.get(INSECURE) && trust != Trust.INSECURE) {
      problems.add(
          "insecure: true ("
              + values.source(INSECURE)
              + ") contradicts tls: "
              + ValueTypes.word(trust)
              + " ("
              + values.source(TLS)
              + ")");
    }
    return switch (trust) {
      case SYSTEM -> new GatewayTls.SystemTrust();
      case CA -> needed(CA_FILE, trust).map(this::caFile).orElseGet(GatewayTls.SystemTrust::new);
      case FINGERPRINT ->
          needed(FINGERPRINT, trust)
              .<GatewayTls>map(GatewayTls.Fingerprint::new)
              .orElseGet(GatewayTls.SystemTrust::new);
      case INSECURE -> insecure();
    };
  }

  private Trust impliedTrust() {
    if (values.get(INSECURE)) {
      return Trust.INSECURE;
    }
    if (values.isGiven(FINGERPRINT)) {
      return Trust.FINGERPRINT;
    }
    return values.isGiven(CA_FILE) ? Trust.CA : Trust.SYSTEM;
  }

  private <T> Optional<T> needed(Setting<T> setting, Trust trust) {
    if (!values.isGiven(setting)) {
      problems.add(
          setting.key()
              + ": not given, but tls: "
              + ValueTypes.word(trust)
              + " needs it ("
              + values.source(TLS)
              + ")");
    }
    return values.find(setting);
  }

  private GatewayTls caFile(Path file) {
    var _ =
        ReadableFile.check("caFile: " + file + " (" + values.source(CA_FILE) + ")", file, problems);
    return new GatewayTls.CaFile(file);
  }

  private GatewayTls insecure() {
    Source source = values.isGiven(TLS) ? values.source(TLS) : values.source(INSECURE);
    warnings.add(
        "the gateway's certificate is not checked (insecure, "
            + source
            + "): whoever sits in"
            + " between can read the password; use fingerprint or caFile instead");
    return new GatewayTls.Insecure();
  }
}
