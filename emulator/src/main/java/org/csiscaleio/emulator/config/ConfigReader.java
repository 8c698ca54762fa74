package org.csiscaleio.emulator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ObjectId;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the configuration file and lays flags over it. */
public final class ConfigReader {
  private static final Pattern GUID =
      Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");

  private ConfigReader() {}

  /**
   * Reads a file.
   *
   * @param overrides top-level keys that win over the file's, e.g. {@code version}; {@code port}
   *     replaces the port of {@code listen}
   * @throws ConfigException for anything that cannot be used
   */
  public static EmulatorConfig read(Path file, Map<String, Object> overrides) {
    try {
      return parse(Files.readString(file), overrides);
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage());
    }
  }

  /** As {@link #read}, from the YAML text itself. */
  public static EmulatorConfig parse(String yaml, Map<String, Object> overrides) {
    Object loaded;
    try {
      loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new ConfigException("not valid YAML: " + e.getMessage());
    }
    if (loaded != null && !(loaded instanceof Map)) {
      throw new ConfigException("the configuration must be a mapping of keys to values");
    }
    Map<Object, Object> merged = new LinkedHashMap<>();
    if (loaded instanceof Map<?, ?> map) {
      merged.putAll(map);
    }
    merged.putAll(overrides);
    return config(new Section("", merged));
  }

  private static EmulatorConfig config(Section root) {
    String listen = root.optionalText("listen");
    HostPort hostPort = hostPort(listen == null ? "127.0.0.1:0" : listen);
    int port = (int) root.number("port", 0, 65535, hostPort.port());
    String readyFile = root.optionalText("readyFile");
    Section system = root.section("system");
    if (system == null) {
      throw new ConfigException("system is missing, e.g. system: {id: 1f3c6a2b7d8e9a0f}");
    }
    var config =
        new EmulatorConfig(
            hostPort.host(),
            port,
            readyFile == null ? null : Path.of(readyFile),
            Path.of(root.text("state")),
            version(root.text("version")),
            root.bool("tls", true),
            root.texts("certificateNames", List.of(hostPort.host(), "localhost")),
            users(root),
            (int) root.number("maxSessions", 1, 100_000, 128),
            root.bool("strictAccept", false),
            systemId(system),
            system.optionalText("name"),
            domains(root),
            sdcs(root));
    system.refuseUnknownKeys();
    root.refuseUnknownKeys();
    return config;
  }

  private record HostPort(String host, int port) {}

  private static HostPort hostPort(String listen) {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65535) {
        return new HostPort(listen.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ConfigException("listen must be host:port, e.g. 127.0.0.1:0, not " + listen);
  }

  private static ApiVersion version(String text) {
    try {
      return ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("version: " + e.getMessage());
    }
  }

  private static long systemId(Section system) {
    String text = system.text("id");
    if (!text.matches("[0-9a-f]{16}")) {
      throw new ConfigException(
          "system.id must be 16 lower-case hexadecimal digits (in quotes if they are all decimal),"
              + " not "
              + text);
    }
    return ObjectId.parse(text);
  }

  private static List<UserConfig> users(Section root) {
    List<UserConfig> users = new ArrayList<>();
    for (Section user : root.sections("users")) {
      users.add(new UserConfig(user.text("name"), user.text("password"), role(user)));
      user.refuseUnknownKeys();
    }
    if (users.isEmpty()) {
      throw new ConfigException("users is missing, e.g. users: [{name: admin, password: ...}]");
    }
    return users;
  }

  private static UserRole role(Section user) {
    String name = user.optionalText("role");
    if (name == null) {
      return UserRole.ADMINISTRATOR;
    }
    for (UserRole role : UserRole.values()) {
      if (role.apiName().equals(name)) {
        return role;
      }
    }
    throw new ConfigException(
        user.where("role")
            + " must be one of "
            + Arrays.stream(UserRole.values())
                .map(UserRole::apiName)
                .collect(Collectors.joining(", "))
            + ", not "
            + name);
  }

  private static List<DomainConfig> domains(Section root) {
    List<DomainConfig> domains = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section domain : root.sections("protectionDomains")) {
      String name = domain.text("name");
      once(names, domain.where("name"), name);
      domains.add(new DomainConfig(name, pools(domain)));
      domain.refuseUnknownKeys();
    }
    return domains;
  }

  private static List<PoolConfig> pools(Section domain) {
    List<PoolConfig> pools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section pool : domain.sections("storagePools")) {
      String name = pool.text("name");
      once(names, pool.where("name"), name);
      pools.add(
          new PoolConfig(
              name,
              pool.number("capacityGib", 1, 1L << 32),
              (int) pool.number("sparePercent", 0, 90, 10),
              pool.bool("zeroPadding", true)));
      pool.refuseUnknownKeys();
    }
    return pools;
  }

  private static List<SdcConfig> sdcs(Section root) {
    List<SdcConfig> sdcs = new ArrayList<>();
    Set<String> guids = new HashSet<>();
    for (Section sdc : root.sections("sdcs")) {
      String guid = sdc.text("guid").toUpperCase(Locale.ROOT);
      if (!GUID.matcher(guid).matches()) {
        throw new ConfigException(sdc.where("guid") + " must be 8-4-4-4-12 hexadecimal digits");
      }
      once(guids, sdc.where("guid"), guid);
      sdcs.add(new SdcConfig(guid, sdc.optionalText("name"), sdc.text("ip"), host(sdc)));
      sdc.refuseUnknownKeys();
    }
    return sdcs;
  }

  private static @Nullable HostConfig host(Section sdc) {
    Section host = sdc.section("host");
    if (host == null) {
      return null;
    }
    var config =
        new HostConfig(
            Path.of(host.text("byIdDirectory")),
            Path.of(host.text("drvCfg")),
            host.number("linkDelayMillis", 0, 3_600_000, 0));
    host.refuseUnknownKeys();
    return config;
  }

  private static void once(Set<String> seen, String where, String value) {
    if (!seen.add(value)) {
      throw new ConfigException(where + " is used twice: " + value);
    }
  }
}
