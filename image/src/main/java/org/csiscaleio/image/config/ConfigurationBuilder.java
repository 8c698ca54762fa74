package org.csiscaleio.image.config;

import static org.csiscaleio.image.config.Catalogue.CA_FILE;
import static org.csiscaleio.image.config.Catalogue.ENDPOINT;
import static org.csiscaleio.image.config.Catalogue.FINGERPRINT;
import static org.csiscaleio.image.config.Catalogue.GATEWAY_URLS;
import static org.csiscaleio.image.config.Catalogue.INSECURE;
import static org.csiscaleio.image.config.Catalogue.MODE;
import static org.csiscaleio.image.config.Catalogue.PASSWORD;
import static org.csiscaleio.image.config.Catalogue.PASSWORD_FILE;
import static org.csiscaleio.image.config.Catalogue.TLS;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.service.ImportPatterns;
import org.csiscaleio.controller.service.NodeScopeSettings;
import org.csiscaleio.controller.service.PoolQuotas;
import org.csiscaleio.controller.service.QosLimits;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Choices.Sizing;
import org.csiscaleio.image.config.Choices.Stage;
import org.csiscaleio.image.config.Choices.Trust;
import org.csiscaleio.image.config.Configuration.Password;
import org.csiscaleio.node.service.SdcWishes;
import org.csiscaleio.operation.Failure;

/** Makes a configuration of single values, and checks how they go together. */
final class ConfigurationBuilder {
  private final Values values;
  private final MesosSandbox sandbox;
  private final List<String> problems;
  private final List<String> warnings;

  ConfigurationBuilder(
      Values values, MesosSandbox sandbox, List<String> problems, List<String> warnings) {
    this.values = values;
    this.sandbox = sandbox;
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * @throws ConfigurationException with all problems found so far and here
   */
  Configuration build() {
    Optional<Configuration.Endpoint> endpoint = endpoint();
    Optional<Configuration.Gateway> gateway = gateway();
    Configuration.Sharing sharing = sharing();
    Configuration.Node node = node();
    if (endpoint.isEmpty() || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(
        serving(endpoint.get()), gateway, volumes(), sharing, node, logs(), warnings);
  }

  /**
   * Builds what a command needs that serves nobody.
   *
   * @throws ConfigurationException with all problems found so far and here
   */
  ToolConfiguration buildForTool() {
    Optional<Configuration.Gateway> gateway = gateway();
    if (gateway.isEmpty() && problems.isEmpty()) {
      problems.add("gateway: not given; say --config FILE, or --gateway https://HOST");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new ToolConfiguration(
        gateway.orElseThrow(),
        values.find(Catalogue.OWNER),
        values.find(Catalogue.INSTANCE),
        node(),
        warnings);
  }

  private Optional<Configuration.Endpoint> endpoint() {
    Optional<String> text = values.find(ENDPOINT);
    if (text.isEmpty()) {
      problems.add(
          "endpoint: not given; set CSI_ENDPOINT or say --endpoint unix:///run/csi/csi.sock");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Configuration.Endpoint(
              SocketAddressText.path(text.get()),
              values.get(Catalogue.ENDPOINT_MODE),
              values.find(Catalogue.ENDPOINT_USER),
              values.find(Catalogue.ENDPOINT_GROUP)));
    } catch (IllegalArgumentException e) {
      problems.add(
          "endpoint: '" + text.get() + "' (" + values.source(ENDPOINT) + ") " + e.getMessage());
      return Optional.empty();
    }
  }

  private Configuration.Serving serving(Configuration.Endpoint endpoint) {
    return new Configuration.Serving(
        endpoint,
        values.get(MODE),
        values.get(Catalogue.NAME),
        values.get(Catalogue.SPEC_LEVEL),
        values.get(Catalogue.V0_LEVEL),
        values.get(Catalogue.GENERATIONS),
        values.get(Catalogue.MAX_REQUESTS),
        values.get(Catalogue.MAX_MESSAGE_MIB) * 1024 * 1024,
        values.get(Catalogue.DEADLINE),
        values.get(Catalogue.DRAIN),
        sandbox.isPresent(),
        sandbox.workDirectory());
  }

  /** The agent deletes what it does not know there, with all that is in it. */
  private Path stateDirectory() {
    Path directory = values.get(Catalogue.STATE_DIR).normalize();
    sandbox
        .workDirectory()
        .map(work -> work.resolve("csi"))
        .filter(directory::startsWith)
        .ifPresent(agents ->
            problems.add(
                "stateDir: "
                    + directory
                    + " ("
                    + values.source(Catalogue.STATE_DIR)
                    + ") lies in "
                    + agents
                    + ", where the Mesos agent deletes what it does not know; use another one"));
    return directory;
  }

  private Optional<Configuration.Gateway> gateway() {
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
                values.get(Catalogue.REQUEST_TIMEOUT)));
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
    checkPasswordFile(file.get());
    return Optional.of(new Password.InFile(file.get()));
  }

  private void checkPasswordFile(Path file) {
    String named = "passwordFile: " + file + " (" + values.source(PASSWORD_FILE) + ")";
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      problems.add(named + " is not a file that can be read");
      return;
    }
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        warnings.add(named + " can be read by every user of this host; chmod 600 it");
      }
    } catch (IOException e) {
      problems.add(named + " is not a file that can be read: " + e);
    }
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
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      problems.add(
          "caFile: " + file + " (" + values.source(CA_FILE) + ") is not a file that can be read");
    }
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

  private Configuration.Volumes volumes() {
    return new Configuration.Volumes(
        values.find(Catalogue.STORAGE_POOL),
        values.find(Catalogue.PROTECTION_DOMAIN),
        values.get(Catalogue.THICK_PROVISIONING),
        values.get(Catalogue.DEFAULT_FS_TYPE),
        (values.get(Catalogue.DEFAULT_VOLUME_SIZE_GIB) + 7) / 8 * 8,
        values.get(Catalogue.ALLOW_UNPADDED_POOLS),
        values.get(Catalogue.LIST_POLICY_SNAPSHOTS),
        values.get(Catalogue.PREEMPT),
        values.get(Catalogue.DELETE_UNMAPS));
  }

  /** Many agents each start one under Mesos; each acting for the whole array would offer it. */
  private Configuration.Sharing sharing() {
    Scope scope = values.get(Catalogue.SCOPE);
    if (scope == Scope.AUTO) {
      scope = sandbox.isPresent() ? Scope.NODE : Scope.CLUSTER;
    }
    if (scope == Scope.CLUSTER && sandbox.isPresent()) {
      warnings.add(
          "scope: cluster ("
              + values.source(Catalogue.SCOPE)
              + ") makes this plugin list, offer and delete all volumes of the array, and Mesos"
              + " started it (MESOS_SANDBOX is set): be sure that no other agent's plugin uses"
              + " the same array, or say scope: node");
    }
    if (scope == Scope.CLUSTER) {
      for (Setting<?> setting : Catalogue.all()) {
        if (setting.group() == Setting.Group.SHARING && values.isGiven(setting)) {
          warnings.add(
              setting.key()
                  + " ("
                  + values.source(setting)
                  + ") has no effect: the scope is cluster, not node");
        }
      }
    }
    return new Configuration.Sharing(
        scope,
        values.find(Catalogue.OWNER),
        values
            .find(Catalogue.INSTANCE)
            .or(sandbox::pluginTypeAndName)
            .orElse(Owner.DEFAULT_INSTANCE),
        new NodeScopeSettings(
            values.find(Catalogue.QUOTA).orElse(PoolQuotas.NONE),
            values.find(Catalogue.IMPORTS).orElse(ImportPatterns.NONE),
            values.get(Catalogue.IMPORT_RETAIN),
            values.get(Catalogue.SIZING) == Sizing.STRICT,
            limits(),
            values.get(Catalogue.REFRESH)));
  }

  private QosLimits limits() {
    try {
      return new QosLimits(values.get(Catalogue.IOPS_LIMIT), values.get(Catalogue.BANDWIDTH_LIMIT));
    } catch (Failure e) {
      problems.add(e.message());
      return QosLimits.NONE;
    }
  }

  private Configuration.Node node() {
    Stage stage = values.get(Catalogue.STAGE);
    return new Configuration.Node(
        values.find(Catalogue.SDC_GUID),
        values.get(Catalogue.DRV_CFG),
        values.get(Catalogue.SDC_DEVICE),
        values.get(Catalogue.BY_ID_DIRECTORY),
        Duration.ofSeconds(values.get(Catalogue.DEVICE_WAIT_SECONDS)),
        values.get(Catalogue.MAX_VOLUMES_PER_NODE),
        values.get(Catalogue.FS_CHECK),
        stage == Stage.AUTO ? !sandbox.isPresent() : stage == Stage.TRUE,
        stateDirectory(),
        values.get(Catalogue.NODE_CREATE),
        new SdcWishes(
            values.get(Catalogue.APPROVE_SDC),
            values.find(Catalogue.NAME_SDC),
            values.get(Catalogue.RENAME_SDC),
            values.get(Catalogue.CHECK_SDC_ADDRESS)));
  }

  private Configuration.Logs logs() {
    return new Configuration.Logs(
        values.get(Catalogue.LOG_LEVEL), values.get(Catalogue.LOG_FORMAT));
  }
}
