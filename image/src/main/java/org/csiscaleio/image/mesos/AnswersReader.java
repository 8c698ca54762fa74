package org.csiscaleio.image.mesos;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.CommandArguments;
import org.csiscaleio.image.config.ConfigurationException;
import org.csiscaleio.image.config.SettingFlags;

/** What the command line says about an agent. */
final class AnswersReader {
  private static final String PROGRAM = "/opt/csi-scaleio/bin/csi-scaleio";
  private static final String PASSWORD_FILE = "/etc/csi-scaleio/password";

  private final CommandArguments given;
  private final String version;

  /**
   * @param version of this program, of which archive and image are when nobody says another
   */
  AnswersReader(CommandArguments given, String version) {
    this.given = given;
    this.version = version;
  }

  /**
   * @throws ConfigurationException with what is wrong
   */
  Answers read() throws IOException {
    Optional<DcosRelease> dcos =
        given.one("--dcos").map(text -> parsed("--dcos", text, DcosRelease::parse));
    MesosRelease release =
        dcos.isPresent() && given.one("--mesos").isEmpty() ? dcos.get().mesos() : release(given);
    Way way = way(dcos);
    if (way.wantsNewestMesos() && !release.hasVolumeIsolator()) {
      throw new ConfigurationException(
          "--way " + way.word() + ": is there from Mesos 1.11 on, not in " + release);
    }
    List<PoolName> pools = all("--pool", PoolName::parse);
    List<ProfileKind> profiles = all("--profile", ProfileKind::parse);
    requireFitting(way, pools, profiles);
    return new Answers(
        release,
        way,
        plugin(),
        pools,
        profiles.isEmpty() ? List.of(ProfileKind.parse("thin-xfs")) : profiles,
        given.all("--mount-flag"),
        given.one("--role"),
        places(dcos, way),
        absolute("--program", PROGRAM),
        given
            .one("--uri")
            .orElse("https://repository.example/csi-scaleio-" + version + "-linux-amd64.tar.gz"),
        given.one("--image").orElse("csi-scaleio:" + version),
        settings());
  }

  /** The containers of DC/OS may not open devices: there systemd runs the plugin. */
  private Way way(Optional<DcosRelease> dcos) {
    Way way =
        parsed("--way", given.one("--way").orElse(dcos.isEmpty() ? "bundle" : "relay"), Way::parse);
    if (dcos.isPresent() && !way.isService()) {
      throw new ConfigurationException(
          "--way "
              + way.word()
              + ": containers of DC/OS are denied the devices; say relay, or endpoint for tasks that"
              + " name their volumes");
    }
    return way;
  }

  private AgentPlaces places(Optional<DcosRelease> dcos, Way way) {
    if (dcos.isEmpty()) {
      return AgentPlaces.in(absolute("--mesos-dir", "/etc/mesos"), way.isIsolator());
    }
    for (String other : List.of("--mesos", "--mesos-dir")) {
      if (given.one(other).isPresent()) {
        throw new ConfigurationException("--dcos says what " + other + " would; leave one out");
      }
    }
    return dcos.get().places();
  }

  private static void requireFitting(Way way, List<PoolName> pools, List<ProfileKind> profiles) {
    if (!way.isIsolator() && pools.isEmpty()) {
      throw new ConfigurationException("--pool is missing; say DOMAIN/POOL");
    }
    if (way.isIsolator() && pools.size() > 1) {
      throw new ConfigurationException(
          "--pool: way " + way.word() + " takes one, in which volumes are made by name");
    }
    if (way.isIsolator() && !profiles.isEmpty()) {
      throw new ConfigurationException(
          "--profile: way " + way.word() + " has none; each task says its volume's file system");
    }
    long names = pools.stream().map(PoolName::pool).distinct().count();
    if (names < pools.size()) {
      throw new ConfigurationException(
          "--pool: two pools have one name, and with it their profiles; write the matrix by hand");
    }
  }

  /** With the file of the password, which has to be said somewhere. */
  private SettingFlags settings() {
    var flags = new ArrayList<>(given.settings());
    if (flags.stream().noneMatch(flag -> flag.startsWith("--gateway"))) {
      throw new ConfigurationException("--gateway is missing; say https://HOST[:PORT]");
    }
    if (flags.stream().noneMatch(flag -> flag.startsWith(Catalogue.PASSWORD_FILE.flag()))) {
      flags.add(Catalogue.PASSWORD_FILE.flag() + "=" + PASSWORD_FILE);
    }
    return SettingFlags.read(flags);
  }

  static MesosRelease release(CommandArguments given) {
    return parsed(
        "--mesos",
        given
            .one("--mesos")
            .orElseThrow(() ->
                new ConfigurationException("--mesos is missing; say the agent's release, as 1.11")),
        MesosRelease::parse);
  }

  /** A name that Mesos takes, of the host's where none is said. */
  private String plugin() throws IOException {
    String name =
        given.one("--plugin").isPresent()
            ? given.one("--plugin").orElseThrow()
            : InetAddress.getLocalHost()
                .getHostName()
                .split("\\.", 2)[0]
                .replaceAll("[^A-Za-z0-9_]", "_");
    if (!NameRules.isName(name) || name.equals(AgentJson.ISOLATOR_NAME)) {
      throw new ConfigurationException(
          "--plugin: '"
              + name
              + "' has to be of letters, digits and underscores, and not "
              + AgentJson.ISOLATOR_NAME
              + ", which is the name of the plugin of volume/csi");
    }
    return name;
  }

  private Path absolute(String option, String otherwise) {
    Path path = Path.of(given.one(option).orElse(otherwise));
    if (!path.isAbsolute()) {
      throw new ConfigurationException(option + ": '" + path + "' has to be an absolute path");
    }
    return path.normalize();
  }

  private <T> List<T> all(String option, Function<String, T> reader) {
    return given.all(option).stream().map(text -> parsed(option, text, reader)).distinct().toList();
  }

  static <T> T parsed(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(option + ": " + e.getMessage());
    }
  }
}
