package org.csiscaleio.controller.service;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.operation.Failure;

/**
 * What an operator's storage class, profile or volume specification says about volumes: the
 * parameters of CreateVolume, checked. Read by {@link #parse}.
 *
 * @param storagePool name or id
 * @param protectionDomain name or id; needed when several domains have a pool of that name
 * @param system name or id of the ScaleIO system that is meant
 * @param thick whether all space is reserved at once
 * @param fsType one the nodes know
 * @param mkfsFormatOption further arguments for mkfs
 * @param iopsLimit as given, checked by {@link QosLimits}
 * @param bandwidthLimitInKbps as given, checked by {@link QosLimits}
 * @param volumeNamePrefix put before the requested name, with a {@code -} between
 * @param quotaGib how much of the pool this instance may use, in node scope
 */
public record VolumeParameters(
    Optional<String> storagePool,
    Optional<String> protectionDomain,
    Optional<String> system,
    Optional<Boolean> thick,
    Optional<String> fsType,
    Optional<String> mkfsFormatOption,
    Optional<String> iopsLimit,
    Optional<String> bandwidthLimitInKbps,
    Optional<String> volumeNamePrefix,
    Optional<Long> quotaGib) {

  public static final VolumeParameters NONE = parse(Map.of());

  /** The keys a volume_context of ours can have. */
  private static final String FS_TYPE_KEY = "fsType";

  private static final String MKFS_KEY = "mkfsFormatOption";

  /** Longer ones would push the requested name out of the array's 31 characters. */
  private static final int PREFIX_LIMIT = 8;

  /**
   * @throws Failure INVALID_ARGUMENT when a value cannot be
   */
  public VolumeParameters {
    fsType.ifPresent(VolumeParameters::requireKnownFileSystem);
    mkfsFormatOption.ifPresent(VolumeParameters::requirePrintable);
    volumeNamePrefix.ifPresent(VolumeParameters::requirePrefix);
    var checked =
        new QosLimits(
            QosLimits.number(QosLimits.IOPS_KEY, iopsLimit.orElse(null)),
            QosLimits.number(QosLimits.BANDWIDTH_KEY, bandwidthLimitInKbps.orElse(null)));
    iopsLimit = iopsLimit.map(given -> Long.toString(checked.iops()));
    bandwidthLimitInKbps =
        bandwidthLimitInKbps.map(given -> Long.toString(checked.bandwidthKbps()));
  }

  /**
   * Reads parameters as an orchestrator sends them. Keys are compared without regard to case;
   * {@code csi.storage.k8s.io/} ones other than the file system's are ignored.
   *
   * @throws Failure INVALID_ARGUMENT naming the key that is unknown, contradicts another, has a
   *     value that cannot be, or asks for something this release does not do
   */
  public static VolumeParameters parse(Map<String, String> parameters) {
    Map<ParameterKey, String> given = ParameterKey.read(parameters);
    return new VolumeParameters(
        Optional.ofNullable(given.get(ParameterKey.STORAGE_POOL)),
        Optional.ofNullable(given.get(ParameterKey.PROTECTION_DOMAIN)),
        Optional.ofNullable(given.get(ParameterKey.SYSTEM)),
        Optional.ofNullable(given.get(ParameterKey.PROVISIONING)).map("thick"::equals),
        Optional.ofNullable(given.get(ParameterKey.FS_TYPE)),
        Optional.ofNullable(given.get(ParameterKey.MKFS_FORMAT_OPTION)),
        Optional.ofNullable(given.get(ParameterKey.IOPS_LIMIT)),
        Optional.ofNullable(given.get(ParameterKey.BANDWIDTH_LIMIT)),
        Optional.ofNullable(given.get(ParameterKey.VOLUME_NAME_PREFIX)),
        Optional.ofNullable(given.get(ParameterKey.QUOTA)).map(Long::valueOf));
  }

  /**
   * The same, with what CreateVolume's mutable parameters say, which count more.
   *
   * @throws Failure INVALID_ARGUMENT when one of them is unknown or cannot be
   */
  public VolumeParameters changedBy(Map<String, String> mutableParameters) {
    LimitsOverride limits = MutableParameters.read(mutableParameters);
    return new VolumeParameters(
        storagePool,
        protectionDomain,
        system,
        thick,
        fsType,
        mkfsFormatOption,
        text(limits.iops(), 1).or(() -> iopsLimit),
        text(limits.bandwidthMbps(), 1024).or(() -> bandwidthLimitInKbps),
        volumeNamePrefix,
        quotaGib);
  }

  private static Optional<String> text(OptionalLong value, long unit) {
    return value.isPresent()
        ? Optional.of(Long.toString(value.getAsLong() * unit))
        : Optional.empty();
  }

  /** The I/O limits that were asked for; empty where none was. */
  LimitsOverride limits() {
    return MutableParameters.read(saidLimits());
  }

  private Map<String, String> saidLimits() {
    var said = new TreeMap<String, String>();
    iopsLimit.ifPresent(limit -> said.put(QosLimits.IOPS_KEY, limit));
    bandwidthLimitInKbps.ifPresent(limit -> said.put(QosLimits.BANDWIDTH_KEY, limit));
    return said;
  }

  /**
   * What publish and the node need to know later: only what was given, nothing that can change,
   * nothing secret, the same whenever the same parameters come again.
   */
  public Map<String, String> volumeContext() {
    SortedMap<String, String> context = new TreeMap<>();
    fsType.ifPresent(type -> context.put(FS_TYPE_KEY, type));
    mkfsFormatOption.ifPresent(option -> context.put(MKFS_KEY, option));
    context.putAll(saidLimits());
    return Collections.unmodifiableMap(context);
  }

  /** Why the map cannot be the volume_context of a volume made here; empty when it can. */
  static Optional<String> foreignContext(Map<String, String> context) {
    var ours = new TreeMap<String, String>();
    for (String key : new TreeMap<>(context).keySet()) {
      switch (key) {
        case FS_TYPE_KEY, MKFS_KEY, QosLimits.IOPS_KEY, QosLimits.BANDWIDTH_KEY ->
            ours.put(key, context.get(key));
        // For volumes made elsewhere; the node and the publication judge their values.
        case "subPath", "preempt" -> {}
        default -> {
          return Optional.of("volume_context has the key '" + key + "', which is none of ours");
        }
      }
    }
    try {
      parse(ours);
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of("volume_context cannot be: " + e.message());
    }
  }

  /** Why a volume made so cannot be used so, though either would do alone; empty when it can. */
  Optional<String> contradiction(VolumeCapability capability) {
    return capability.access() instanceof VolumeCapability.Access.Mount mount
            && !mount.fsType().isEmpty()
            && fsType.filter(type -> !type.equals(mount.fsType())).isPresent()
        ? Optional.of(
            "the capability says file system "
                + mount.fsType()
                + " and parameter fsType says "
                + fsType.get()
                + "; say it once")
        : Optional.empty();
  }

  /**
   * Why volumes whose array keeps nothing but a name cannot be made so: what a context would have
   * to tell later is lost. Empty when they can.
   */
  Optional<String> unkeptInNames() {
    return mkfsFormatOption.map(option ->
        "parameter " + MKFS_KEY + " is not kept with a volume in node scope; leave it out");
  }

  /** The same of a file system that only the parameters name. */
  Optional<String> missingFileSystem(VolumeCapability capability) {
    return capability.access() instanceof VolumeCapability.Access.Mount mount
        ? fsType
            .filter(type -> !type.equals(mount.fsType()))
            .map(type ->
                "parameter fsType is not kept with a volume in node scope; say fs_type "
                    + type
                    + " in the profile's volume_capabilities instead")
        : Optional.empty();
  }

  /** Whether the system is the one that is meant, by name or id, or none was named. */
  boolean mean(SystemInfo here) {
    return system.filter(s -> !s.equals(here.name()) && !s.equalsIgnoreCase(here.id())).isEmpty();
  }

  /**
   * @throws Failure INVALID_ARGUMENT when another system is meant than this one
   */
  void requireMeant(SystemInfo here) {
    if (!mean(here)) {
      throw Failure.invalid(
          "this plugin serves system "
              + here.id()
              + " '"
              + here.name()
              + "', not '"
              + system.orElse("")
              + "'; correct parameter systemID or leave it out");
    }
  }

  /** The same, with that protection domain. */
  VolumeParameters inDomain(String domain) {
    return new VolumeParameters(
        storagePool,
        Optional.of(domain),
        system,
        thick,
        fsType,
        mkfsFormatOption,
        iopsLimit,
        bandwidthLimitInKbps,
        volumeNamePrefix,
        quotaGib);
  }

  /** The name on the array is made from this: the requested one behind the prefix. */
  String prefixed(String requestedName) {
    return volumeNamePrefix.map(prefix -> prefix + "-" + requestedName).orElse(requestedName);
  }

  private static void requireKnownFileSystem(String type) {
    if (!FileSystemType.isKnown(type)) {
      throw Failure.invalid(FileSystemType.unknown(type));
    }
  }

  private static void requirePrintable(String option) {
    if (option.chars().anyMatch(Character::isISOControl)) {
      throw Failure.invalid(MKFS_KEY + " has control characters in it");
    }
  }

  private static void requirePrefix(String prefix) {
    if (prefix.length() > PREFIX_LIMIT || !ScaleIoName.isValid(prefix)) {
      throw Failure.invalid(
          "volumeNamePrefix is '"
              + prefix
              + "'; it has 1 to "
              + PREFIX_LIMIT
              + " ASCII letters, digits and punctuation characters, without spaces");
    }
  }
}
