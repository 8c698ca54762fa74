package org.csiscaleio.image.config;

import static org.csiscaleio.image.config.Setting.Group.GATEWAY;
import static org.csiscaleio.image.config.Setting.Group.LOGS;
import static org.csiscaleio.image.config.Setting.Group.METRICS;
import static org.csiscaleio.image.config.Setting.Group.NODE;
import static org.csiscaleio.image.config.Setting.Group.SERVING;
import static org.csiscaleio.image.config.Setting.Group.SHARING;
import static org.csiscaleio.image.config.Setting.Group.TRACES;
import static org.csiscaleio.image.config.Setting.Group.VOLUMES;
import static org.csiscaleio.image.config.ValueTypes.absolutePath;
import static org.csiscaleio.image.config.ValueTypes.duration;
import static org.csiscaleio.image.config.ValueTypes.fileMode;
import static org.csiscaleio.image.config.ValueTypes.number;
import static org.csiscaleio.image.config.ValueTypes.oneOf;
import static org.csiscaleio.image.config.ValueTypes.path;
import static org.csiscaleio.image.config.ValueTypes.text;
import static org.csiscaleio.image.config.ValueTypes.yesOrNo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.csiscaleio.controller.service.ImportPatterns;
import org.csiscaleio.controller.service.PoolQuotas;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.image.config.Choices.FsCheck;
import org.csiscaleio.image.config.Choices.FsType;
import org.csiscaleio.image.config.Choices.LogFormat;
import org.csiscaleio.image.config.Choices.LogLevel;
import org.csiscaleio.image.config.Choices.Mode;
import org.csiscaleio.image.config.Choices.Preempt;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Choices.Sizing;
import org.csiscaleio.image.config.Choices.Stage;
import org.csiscaleio.image.config.Choices.StatsdFormat;
import org.csiscaleio.image.config.Choices.TellPlaces;
import org.csiscaleio.image.config.Choices.Trust;
import org.csiscaleio.image.config.Setting.Where;

/** Every setting there is, in the order help shows them. */
public final class Catalogue {
  private static final Duration INSTANT = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);

  public static final Setting<Path> CONFIG =
      Setting.of(
              "config",
              SERVING,
              path(),
              "",
              "The configuration file: YAML, one 'key: value' per line. Flags and environment"
                  + " variables override it.")
          .where(Where.NOT_IN_FILE);

  public static final Setting<String> ENDPOINT =
      Setting.of(
              "endpoint",
              SERVING,
              text("unix:///ABSOLUTE/PATH or an absolute path", "unix:///PATH"),
              "",
              "The socket the orchestrator calls. Required.")
          .onlyFrom("CSI_ENDPOINT");

  public static final Setting<Mode> MODE =
      Setting.of(
              "mode",
              SERVING,
              oneOf(Mode.class),
              "both",
              "Which services to serve; Identity always is.")
          .alsoFrom("X_CSI_MODE");

  public static final Setting<Scope> SCOPE =
      Setting.of(
          "scope",
          SERVING,
          oneOf(Scope.class),
          "auto",
          "cluster: this plugin speaks for the whole array. node: one of many beside each other, as"
              + " Mesos agents start them. auto: node when Mesos started it, else cluster.");

  public static final Setting<String> NAME =
      Setting.of(
              "name",
              SERVING,
              ValueTypes.pluginName(),
              "org.csiscaleio",
              "The plugin's name; under Mesos the same string as the plugin's type.")
          .alsoFrom("X_CSI_PLUGIN_INFO", info -> info.split(",", 2)[0].trim());

  public static final Setting<SpecLevel> SPEC_LEVEL =
      Setting.of(
          "specLevel",
          SERVING,
          ValueTypes.specLevel(),
          SpecLevel.DEFAULT.toString(),
          "The newest release of the CSI specification whose capabilities are advertised. Lower it"
              + " for an orchestrator that stumbles over those it does not know.");

  public static final Setting<V0Level> V0_LEVEL =
      Setting.of(
          "v0Level",
          SERVING,
          ValueTypes.v0Level(),
          V0Level.DEFAULT.toString(),
          "Which release of csi.v0 its callers are taken to know, 0.2 or 0.3; a call does not tell."
              + " Mesos knows 0.2.");

  public static final Setting<List<Generation>> GENERATIONS =
      Setting.of(
              "generations",
              SERVING,
              ValueTypes.generations(),
              "csi.v1,csi.v0,csi",
              "Which generations of CSI are served, to see what an orchestrator does without one.")
          .unmentioned();

  public static final Setting<TellPlaces> ADVERTISE_TOPOLOGY =
      Setting.of(
          "advertiseTopology",
          SERVING,
          oneOf(TellPlaces.class),
          "auto",
          "Tell orchestrators from which hosts a volume can be reached (VOLUME_ and"
              + " SNAPSHOT_ACCESSIBILITY_CONSTRAINTS). auto: in cluster scope; Mesos does not ask.");

  public static final Setting<Integer> ENDPOINT_MODE =
      Setting.of(
              "endpointMode", SERVING, fileMode(), "0600", "Permissions of the socket, in octal.")
          .alsoFrom("X_CSI_ENDPOINT_PERMS");

  public static final Setting<String> ENDPOINT_USER =
      Setting.of(
              "endpointUser",
              SERVING,
              text("a user of this host", "USER"),
              "",
              "Owner of the socket; else whoever runs this.")
          .alsoFrom("X_CSI_ENDPOINT_USER");

  public static final Setting<String> ENDPOINT_GROUP =
      Setting.of(
              "endpointGroup",
              SERVING,
              text("a group of this host", "GROUP"),
              "",
              "Group of the socket; else that of whoever runs this.")
          .alsoFrom("X_CSI_ENDPOINT_GROUP");

  public static final Setting<Integer> MAX_REQUESTS =
      Setting.of(
          "maxRequests",
          SERVING,
          number(1, 10_000),
          "256",
          "Requests served at a time; more are answered UNAVAILABLE.");

  public static final Setting<Integer> MAX_MESSAGE_MIB =
      Setting.of(
          "maxMessageMib", SERVING, number(1, 64), "4", "The largest request accepted, in MiB.");

  public static final Setting<Duration> DEADLINE =
      Setting.of(
          "deadline",
          SERVING,
          duration(Duration.ofSeconds(1), HOUR),
          "60s",
          "How long a request may take whose caller did not say.");

  public static final Setting<Duration> DRAIN =
      Setting.of(
          "drain",
          SERVING,
          duration(Duration.ZERO, HOUR),
          "10s",
          "How long running requests may take to end after SIGTERM or SIGINT.");

  public static final Setting<List<URI>> GATEWAY_URLS =
      Setting.of(
              "gateway",
              GATEWAY,
              ValueTypes.gatewayUrls(),
              "",
              "The gateway's address, or several of one system. Required unless mode is node.")
          .alsoFrom("X_CSI_SCALEIO_ENDPOINT", "X_CSI_VXFLEXOS_ENDPOINT");

  public static final Setting<String> USER =
      Setting.of("user", GATEWAY, text("a user's name", "NAME"), "admin", "User of the MDM.")
          .alsoFrom("X_CSI_VXFLEXOS_USER");

  public static final Setting<Path> PASSWORD_FILE =
      Setting.of(
          "passwordFile",
          GATEWAY,
          path(),
          "",
          "A file that holds the password and nothing else; read again at every login.");

  public static final Setting<String> PASSWORD =
      Setting.of(
              "password",
              GATEWAY,
              text("a password", "PASSWORD"),
              "",
              "The password itself. Environment only; a file is better.")
          .alsoFrom("X_CSI_VXFLEXOS_PASSWORD")
          .where(Where.ENVIRONMENT);

  public static final Setting<String> SYSTEM =
      Setting.of(
              "system",
              GATEWAY,
              text("a system's name or id", "NAME"),
              "",
              "Name or id the ScaleIO system must have; else whichever the gateway serves.")
          .alsoFrom("X_CSI_SCALEIO_SYSTEMNAME", "X_CSI_VXFLEXOS_SYSTEMNAME");

  public static final Setting<Trust> TLS =
      Setting.of(
          "tls",
          GATEWAY,
          oneOf(Trust.class),
          "",
          "What makes the gateway's certificate trusted: this host's authorities, caFile,"
              + " fingerprint, or nothing (insecure). Follows from the next three when not given;"
              + " else system.");

  public static final Setting<Path> CA_FILE =
      Setting.of(
          "caFile",
          GATEWAY,
          path(),
          "",
          "Trusted certificates in PEM: authorities, or the gateway's own. Read again when changed.");

  public static final Setting<String> FINGERPRINT =
      Setting.of(
          "fingerprint",
          GATEWAY,
          ValueTypes.fingerprint(),
          "",
          "SHA-256 of the one certificate that is trusted, as 'openssl x509 -fingerprint -sha256'"
              + " prints it.");

  public static final Setting<Boolean> INSECURE =
      Setting.of(
              "insecure",
              GATEWAY,
              yesOrNo(),
              "false",
              "Trust any certificate. Whoever sits in between can read the password.")
          .alsoFrom("X_CSI_VXFLEXOS_INSECURE");

  public static final Setting<Integer> MAX_GATEWAY_REQUESTS =
      Setting.of(
          "maxGatewayRequests",
          GATEWAY,
          number(1, 256),
          "16",
          "Requests to the gateway at a time; more wait.");

  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.of(
          "connectTimeout",
          GATEWAY,
          duration(INSTANT, HOUR),
          "5s",
          "How long connecting to one gateway address may take.");

  public static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.of(
          "requestTimeout",
          GATEWAY,
          duration(INSTANT, HOUR),
          "30s",
          "How long one gateway request may take; the caller's deadline bounds it too.");

  public static final Setting<String> STORAGE_POOL =
      Setting.of(
          "storagePool",
          VOLUMES,
          text("a storage pool's name", "NAME"),
          "",
          "Storage pool of volumes whose parameters name none.");

  public static final Setting<String> PROTECTION_DOMAIN =
      Setting.of(
          "protectionDomain",
          VOLUMES,
          text("a protection domain's name", "NAME"),
          "",
          "Protection domain of the pools, where a pool's name alone is ambiguous.");

  public static final Setting<Boolean> THICK_PROVISIONING =
      Setting.of(
              "thickProvisioning",
              VOLUMES,
              yesOrNo(),
              "false",
              "Make thick volumes when parameters do not say.")
          .alsoFrom("X_CSI_VXFLEXOS_THICKPROVISIONING");

  public static final Setting<FsType> DEFAULT_FS_TYPE =
      Setting.of(
          "defaultFsType",
          VOLUMES,
          oneOf(FsType.class),
          "ext4",
          "File system of volumes for which nobody says one.");

  public static final Setting<Integer> DEFAULT_VOLUME_SIZE_GIB =
      Setting.of(
          "defaultVolumeSizeGib",
          VOLUMES,
          number(8, 1_048_576),
          "16",
          "Size of volumes for which nobody says one, in GiB; rounded up to a multiple of 8.");

  public static final Setting<Boolean> ALLOW_UNPADDED_POOLS =
      Setting.of(
          "allowUnpaddedPools",
          VOLUMES,
          yesOrNo(),
          "false",
          "Use pools without zero padding, in which a new volume can show another's old data.");

  public static final Setting<Boolean> LIST_POLICY_SNAPSHOTS =
      Setting.of(
          "listPolicySnapshots",
          VOLUMES,
          yesOrNo(),
          "false",
          "Show in lists the snapshots that snapshot policies of the array take by themselves.");

  public static final Setting<Preempt> PREEMPT =
      Setting.of(
          "preempt",
          VOLUMES,
          oneOf(Preempt.class),
          "off",
          "Take a volume over from a host whose SDC the array has lost contact with: off; on-request,"
              + " where the volume_context says preempt=true; or always. Never from a connected one.");

  public static final Setting<Boolean> DELETE_UNMAPS =
      Setting.of(
          "deleteUnmaps",
          VOLUMES,
          yesOrNo(),
          "false",
          "Let DeleteVolume unmap a volume that is still mapped, instead of refusing to delete it."
              + " For orchestrators that forget to unpublish; whoever still writes loses the device.");

  public static final Setting<String> OWNER =
      Setting.of(
          "owner",
          SHARING,
          ValueTypes.owner(),
          "",
          "Whose volumes these are; must stay the same for ever and be nobody else's. Else the GUID"
              + " of this host's SDC, a slash and instance.");

  public static final Setting<String> INSTANCE =
      Setting.of(
          "instance",
          SHARING,
          ValueTypes.instance(),
          "",
          "Tells several plugins of one host apart; part of the owner, so never change it. Else the"
              + " type and name Mesos started it with, else default.");

  public static final Setting<PoolQuotas> QUOTA =
      Setting.of(
          "quota",
          SHARING,
          ValueTypes.quotas(),
          "",
          "How much of a pool this plugin may use, in GiB; a number alone is for every pool. The"
              + " parameter quotaGiB goes first. Else the pool divided by the number of hosts.");

  public static final Setting<ImportPatterns> IMPORTS =
      Setting.of(
          "imports",
          SHARING,
          ValueTypes.imports(),
          "",
          "Names of volumes, made by others, that this plugin shows too. * stands for any"
              + " characters, ? for one.");

  public static final Setting<Boolean> IMPORT_RETAIN =
      Setting.of(
          "importRetain",
          SHARING,
          yesOrNo(),
          "true",
          "Refuse to delete imports. Mesos 1.7.1 and later deletes them with DESTROY_DISK.");

  public static final Setting<Sizing> SIZING =
      Setting.of(
          "sizing",
          SHARING,
          oneOf(Sizing.class),
          "any",
          "any: volumes of any whole number of MiB, each in the next multiple of 8 GiB. strict:"
              + " multiples of 8 GiB only.");

  public static final Setting<Duration> REFRESH =
      Setting.of(
          "refresh",
          SHARING,
          duration(Duration.ofSeconds(1), HOUR),
          "60s",
          "How often the array's volumes are read for lists and capacities, which are answered from"
              + " memory.");

  public static final Setting<Integer> IOPS_LIMIT =
      Setting.of(
          "iopsLimit",
          SHARING,
          number(0, Integer.MAX_VALUE),
          "0",
          "I/O operations per second on each volume: 0 for no limit, else at least 11.");

  public static final Setting<Integer> BANDWIDTH_LIMIT =
      Setting.of(
          "bandwidthLimitInKbps",
          SHARING,
          number(0, Integer.MAX_VALUE),
          "0",
          "KiB/s on each volume: 0 for no limit, else a multiple of 1024.");

  public static final Setting<String> SDC_GUID =
      Setting.of(
              "sdcGuid",
              NODE,
              ValueTypes.guid(),
              "",
              "GUID of this host's SDC, its CSI node id; else the SDC itself is asked.")
          .alsoFrom("X_CSI_VXFLEXOS_SDCGUID");

  public static final Setting<Boolean> APPROVE_SDC =
      Setting.of(
          "approveSdc",
          NODE,
          yesOrNo(),
          "false",
          "Approve this host's SDC where the array lets in approved ones only (restricted SDC"
              + " mode).");

  public static final Setting<String> NAME_SDC =
      Setting.of(
          "nameSdc",
          NODE,
          text("text of 1 to 31 characters, {host} in it", "NAME"),
          "",
          "Name this host's SDC on the array so, if it has no name; {host} stands for the host's.");

  public static final Setting<Boolean> RENAME_SDC =
      Setting.of("renameSdc", NODE, yesOrNo(), "false", "Also if it has another name.");

  public static final Setting<Boolean> CHECK_SDC_ADDRESS =
      Setting.of(
          "checkSdcAddress",
          NODE,
          yesOrNo(),
          "true",
          "Refuse to serve with an SDC that the array sees connected from an address that is not"
              + " this host's: another host has the same GUID.");

  public static final Setting<Path> DRV_CFG =
      Setting.of(
          "drvCfg",
          NODE,
          absolutePath(),
          "/opt/emc/scaleio/sdc/bin/drv_cfg",
          "The SDC's tool, asked where its device cannot be.");

  public static final Setting<Path> SDC_DEVICE =
      Setting.of("sdcDevice", NODE, absolutePath(), "/dev/scini", "The SDC's control device.");

  public static final Setting<Path> BY_ID_DIRECTORY =
      Setting.of(
          "byIdDirectory",
          NODE,
          absolutePath(),
          "/dev/disk/by-id",
          "Where the links emc-vol-SYSTEM-VOLUME to mapped volumes appear.");

  public static final Setting<Integer> DEVICE_WAIT_SECONDS =
      Setting.of(
          "deviceWaitSeconds",
          NODE,
          number(1, 600),
          "30",
          "How long to wait for a mapped volume's device, in seconds.");

  public static final Setting<Integer> MAX_VOLUMES_PER_NODE =
      Setting.of(
              "maxVolumesPerNode",
              NODE,
              number(0, 8192),
              "0",
              "Most volumes this host may have at a time; 0: what the array allows.")
          .alsoFrom("X_CSI_MAX_VOLUMES_PER_NODE");

  public static final Setting<Map<String, String>> TOPOLOGY =
      Setting.of(
          "topology",
          NODE,
          ValueTypes.labels(),
          "",
          "Labels of this host, zone=a say, told beside the systems its SDC serves. In an entry of"
              + " systems: labels a host must have to reach that system's volumes.");

  public static final Setting<FsCheck> FS_CHECK =
      Setting.of(
              "fsCheck",
              NODE,
              oneOf(FsCheck.class),
              "auto",
              "File system check before a mount. auto: ext4 and ext3 by 'e2fsck -p', which repairs"
                  + " what is safe to; xfs and btrfs recover in the kernel.")
          .alsoFrom(
              "X_CSI_FS_CHECK_ENABLED",
              enabled -> yesOrNo().reader().apply(enabled) ? "auto" : "off");

  public static final Setting<Stage> STAGE =
      Setting.of(
          "stage",
          NODE,
          oneOf(Stage.class),
          "auto",
          "Advertise STAGE_UNSTAGE_VOLUME. auto: not when Mesos started it, where it buys nothing.");

  public static final Setting<Path> STATE_DIR =
      Setting.of(
          "stateDir",
          NODE,
          absolutePath(),
          "/var/lib/csi-scaleio",
          "Where this host keeps which volumes it mapped without a controller, to unmap them again."
              + " One of its own for each plugin of a host; never below Mesos' work_dir/csi.");

  public static final Setting<Boolean> NODE_CREATE =
      Setting.of(
          "nodeCreate",
          NODE,
          yesOrNo(),
          "false",
          "Allow create=true in a volume_context: a volume that is published by name is made if there"
              + " is none.");

  public static final Setting<ListenAddress> METRICS_LISTEN =
      Setting.of(
          "metricsListen",
          METRICS,
          ValueTypes.listenAddress(),
          "",
          "Where Prometheus may fetch /metrics: a port of 127.0.0.1, HOST:PORT, or a unix socket."
              + " Nobody is asked for a password there. Else nothing listens.");

  public static final Setting<Duration> METRICS_REFRESH =
      Setting.of(
          "metricsRefresh",
          METRICS,
          duration(Duration.ZERO, HOUR),
          "0s",
          "How often the array is asked just for metrics: volumes, snapshots, the default pool, this"
              + " host's SDC; about five requests each time. 0s: never, and metrics show what calls"
              + " came to know. At least 10s.");

  public static final Setting<String> STATSD_HOST =
      Setting.of(
              "statsdHost",
              METRICS,
              text("a host's name or address", "HOST"),
              "",
              "Where StatsD takes metrics, by UDP. DC/OS sets it for each container.")
          .alsoFrom("STATSD_UDP_HOST");

  public static final Setting<Integer> STATSD_PORT =
      Setting.of("statsdPort", METRICS, number(1, 65_535), "8125", "The port of StatsD there.")
          .alsoFrom("STATSD_UDP_PORT");

  public static final Setting<StatsdFormat> STATSD_FORMAT =
      Setting.of(
          "statsdFormat",
          METRICS,
          oneOf(StatsdFormat.class),
          "datadog",
          "datadog: labels as tags, which DC/OS understands. plain: labels as parts of the name. off:"
              + " nothing is sent, whatever the environment says.");

  public static final Setting<URI> TRACES_ENDPOINT =
      Setting.of(
          "tracesEndpoint",
          TRACES,
          ValueTypes.otlpEndpoint(),
          "",
          "Where traces are sent: a collector that takes OpenTelemetry's protocol over HTTP, as"
              + " http://127.0.0.1:4318; without a path /v1/traces is meant. Else nothing is traced.");

  public static final Setting<String> TRACES_SERVICE_NAME =
      Setting.of(
          "tracesServiceName",
          TRACES,
          text("any text", "NAME"),
          "csi-scaleio",
          "What this plugin is called in traces.");

  public static final Setting<Double> TRACES_RATIO =
      Setting.of(
          "tracesRatio",
          TRACES,
          ValueTypes.ratio(),
          "1",
          "Which part of the requests is traced. Those that come with a trace of their caller's are"
              + " traced when the caller traces them.");

  public static final Setting<Path> TRACES_HEADER_FILE =
      Setting.of(
          "tracesHeaderFile",
          TRACES,
          path(),
          "",
          "A file with headers for the collector, such as 'Authorization: Bearer ...', one to a line."
              + " It is read again for each sending.");

  public static final Setting<Path> TRACES_CA_FILE =
      Setting.of(
          "tracesCaFile",
          TRACES,
          path(),
          "",
          "Certificates, in PEM, that make an https collector's trusted. Else this host's authorities"
              + " are asked.");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
              "logLevel",
              LOGS,
              oneOf(LogLevel.class),
              "info",
              "How much is logged. debug shows requests and answers, without secrets.")
          .alsoFrom("X_CSI_LOG_LEVEL", Catalogue::gocsiLevel)
          .alsoFrom("X_CSI_DEBUG", Catalogue::gocsiDebug)
          .alsoFrom("CSI_LOG_LEVEL", Catalogue::gocsiLevel);

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
              "logFormat",
              LOGS,
              oneOf(LogFormat.class),
              "text",
              "text: a line for people. json: an object per line.")
          .alsoFrom("CSI_LOG_FORMAT");

  private static final List<Setting<?>> ALL =
      List.of(
          CONFIG,
          ENDPOINT,
          MODE,
          SCOPE,
          NAME,
          SPEC_LEVEL,
          V0_LEVEL,
          GENERATIONS,
          ADVERTISE_TOPOLOGY,
          ENDPOINT_MODE,
          ENDPOINT_USER,
          ENDPOINT_GROUP,
          MAX_REQUESTS,
          MAX_MESSAGE_MIB,
          DEADLINE,
          DRAIN,
          GATEWAY_URLS,
          USER,
          PASSWORD_FILE,
          PASSWORD,
          SYSTEM,
          TLS,
          CA_FILE,
          FINGERPRINT,
          INSECURE,
          MAX_GATEWAY_REQUESTS,
          CONNECT_TIMEOUT,
          REQUEST_TIMEOUT,
          STORAGE_POOL,
          PROTECTION_DOMAIN,
          THICK_PROVISIONING,
          DEFAULT_FS_TYPE,
          DEFAULT_VOLUME_SIZE_GIB,
          ALLOW_UNPADDED_POOLS,
          DELETE_UNMAPS,
          LIST_POLICY_SNAPSHOTS,
          PREEMPT,
          OWNER,
          INSTANCE,
          QUOTA,
          IMPORTS,
          IMPORT_RETAIN,
          SIZING,
          REFRESH,
          IOPS_LIMIT,
          BANDWIDTH_LIMIT,
          SDC_GUID,
          APPROVE_SDC,
          NAME_SDC,
          RENAME_SDC,
          CHECK_SDC_ADDRESS,
          DRV_CFG,
          SDC_DEVICE,
          BY_ID_DIRECTORY,
          DEVICE_WAIT_SECONDS,
          MAX_VOLUMES_PER_NODE,
          TOPOLOGY,
          FS_CHECK,
          STAGE,
          STATE_DIR,
          NODE_CREATE,
          METRICS_LISTEN,
          METRICS_REFRESH,
          STATSD_HOST,
          STATSD_PORT,
          STATSD_FORMAT,
          TRACES_ENDPOINT,
          TRACES_SERVICE_NAME,
          TRACES_RATIO,
          TRACES_HEADER_FILE,
          TRACES_CA_FILE,
          LOG_LEVEL,
          LOG_FORMAT);

  /** The key of the list of systems, which only the configuration file can have. */
  static final String SYSTEMS = "systems";

  /** What an entry of {@link #SYSTEMS} can say. */
  private static final List<Setting<?>> OF_A_SYSTEM =
      List.of(
          GATEWAY_URLS,
          SYSTEM,
          USER,
          PASSWORD_FILE,
          TLS,
          CA_FILE,
          FINGERPRINT,
          INSECURE,
          STORAGE_POOL,
          PROTECTION_DOMAIN,
          TOPOLOGY);

  private Catalogue() {}

  public static List<Setting<?>> all() {
    return ALL;
  }

  static List<Setting<?>> ofASystem() {
    return OF_A_SYSTEM;
  }

  /** Whether several values can be said: a flag again and again, a list in the file. */
  static boolean takesSeveral(Setting<?> setting) {
    return setting.equals(GATEWAY_URLS)
        || setting.equals(QUOTA)
        || setting.equals(IMPORTS)
        || setting.equals(TOPOLOGY);
  }

  /** logrus' words for levels that we do not have. */
  private static String gocsiLevel(String level) {
    return switch (level.toLowerCase(Locale.ROOT)) {
      case "warning" -> "warn";
      case "fatal", "panic" -> "error";
      default -> level;
    };
  }

  private static String gocsiDebug(String debug) {
    return yesOrNo().reader().apply(debug) ? "debug" : "";
  }
}
