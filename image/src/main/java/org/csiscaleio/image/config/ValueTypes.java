package org.csiscaleio.image.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.service.ImportPatterns;
import org.csiscaleio.controller.service.PoolQuotas;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.identity.service.IdentitySettings;
import org.csiscaleio.operation.PlaceNames;

/** The kinds of values settings have. */
final class ValueTypes {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)?");
  private static final Pattern GUID =
      Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");

  private ValueTypes() {}

  static ValueType<String> text(String allowed, String placeholder) {
    return new ValueType<>(allowed, placeholder, text -> text);
  }

  /** One of an enum's constants, in lower case with dashes. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> kind) {
    List<E> constants = Arrays.asList(kind.getEnumConstants());
    String words = constants.stream().map(ValueTypes::word).collect(Collectors.joining(", "));
    return new ValueType<>(
        "one of " + words,
        words.replace(", ", "|"),
        text -> {
          for (E constant : constants) {
            if (word(constant).equalsIgnoreCase(text)) {
              return constant;
            }
          }
          throw new IllegalArgumentException();
        });
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What Go's programs accept, and YAML's words. */
  static ValueType<Boolean> yesOrNo() {
    return new ValueType<>(
        "true or false",
        "",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "t", "1", "yes", "on" -> true;
              case "false", "f", "0", "no", "off" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  static ValueType<Integer> number(int least, int most) {
    return new ValueType<>(
        "a whole number from " + least + " to " + most,
        "N",
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  static ValueType<Duration> duration(Duration least, Duration most) {
    return new ValueType<>(
        "a time from " + words(least) + " to " + words(most) + " such as 500ms, 10s or 2m",
        "TIME",
        text -> {
          Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
          if (!matcher.matches()) {
            throw new IllegalArgumentException();
          }
          long count = Long.parseLong(matcher.group(1));
          String unit = matcher.group(2);
          Duration duration =
              "ms".equals(unit)
                  ? Duration.ofMillis(count)
                  : "m".equals(unit) ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException();
          }
          return duration;
        });
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  static ValueType<Path> absolutePath() {
    return new ValueType<>(
        "an absolute path",
        "PATH",
        text -> {
          Path path = Path.of(text);
          if (!path.isAbsolute()) {
            throw new IllegalArgumentException();
          }
          return path.normalize();
        });
  }

  static ValueType<Path> path() {
    return new ValueType<>("a path", "FILE", text -> Path.of(text).toAbsolutePath().normalize());
  }

  /** The permissions of a file, in octal, as chmod takes them. */
  static ValueType<Integer> fileMode() {
    return new ValueType<>(
        "permissions in octal from 0600 to 0777",
        "OCTAL",
        text -> {
          int mode = Integer.parseInt(text.startsWith("0o") ? text.substring(2) : text, 8);
          if (mode < 0600 || mode > 0777) {
            throw new IllegalArgumentException();
          }
          return mode;
        });
  }

  /** A part of a whole. */
  static ValueType<Double> ratio() {
    return new ValueType<>(
        "a number from 0 to 1",
        "RATIO",
        text -> {
          double ratio = Double.parseDouble(text);
          if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException();
          }
          return ratio;
        });
  }

  /** Where OpenTelemetry's protocol is taken over HTTP. */
  static ValueType<URI> otlpEndpoint() {
    return new ValueType<>(
        "a URL such as http://127.0.0.1:4318 or https://collector.example/v1/traces, without user and"
            + " query, which logs would show",
        "URL",
        text -> {
          URI url = URI.create(text);
          boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
          boolean plain = url.getUserInfo() == null && url.getRawQuery() == null;
          if (!web || url.getHost() == null || !plain) {
            throw new IllegalArgumentException();
          }
          boolean bare = url.getPath().isEmpty() || url.getPath().equals("/");
          return bare ? url.resolve("/v1/traces") : url;
        });
  }

  static ValueType<SpecLevel> specLevel() {
    return new ValueType<>(
        "a level of the CSI specification from " + SpecLevel.OLDEST + " to " + SpecLevel.NEWEST,
        "1.N",
        SpecLevel::parse);
  }

  static ValueType<V0Level> v0Level() {
    return new ValueType<>("0.2 or 0.3", "0.2|0.3", V0Level::parse);
  }

  /** Each once, in the order of the constants. */
  static ValueType<List<Generation>> generations() {
    String all =
        Arrays.stream(Generation.values())
            .map(Generation::protoPackage)
            .collect(Collectors.joining(", "));
    return new ValueType<>(
        "one or more of " + all + ", separated by commas",
        "LIST",
        text -> {
          List<String> wanted = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
          List<Generation> served =
              Arrays.stream(Generation.values())
                  .filter(generation -> wanted.contains(generation.protoPackage()))
                  .toList();
          if (served.size() != wanted.size()) {
            throw new IllegalArgumentException();
          }
          return served;
        });
  }

  static ValueType<String> pluginName() {
    return new ValueType<>(
        "2 to 63 letters, digits, dots and dashes as in a domain name, a letter first and last",
        "NAME",
        text -> {
          if (!IdentitySettings.isPluginName(text)) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  static ValueType<String> guid() {
    return new ValueType<>(
        "a GUID such as B71F01AE-FF7A-47C5-A303-583FFD416818",
        "GUID",
        text -> {
          String upper = text.toUpperCase(Locale.ROOT);
          if (!GUID.matcher(upper).matches()) {
            throw new IllegalArgumentException();
          }
          return upper;
        });
  }

  static ValueType<String> owner() {
    return new ValueType<>(
        "1 to 128 ASCII characters without spaces",
        "OWNER",
        text -> {
          if (!Owner.isOwner(text)) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  static ValueType<String> instance() {
    return new ValueType<>(
        "1 to 64 letters, digits, dots, dashes and underscores",
        "NAME",
        text -> {
          if (!Owner.isInstance(text)) {
            throw new IllegalArgumentException();
          }
          return text;
        });
  }

  static ValueType<PoolQuotas> quotas() {
    return new ValueType<>(
        "[DOMAIN/]POOL=GIB, or GIB for every pool, several separated by commas",
        "[[DOMAIN/]POOL=]GIB",
        text -> PoolQuotas.of(several(text)));
  }

  static ValueType<ImportPatterns> imports() {
    return new ValueType<>(
        "names of volumes with * and ?, several separated by commas",
        "PATTERN",
        text -> ImportPatterns.of(several(text)));
  }

  /** Labels of a place, by name. */
  static ValueType<Map<String, String>> labels() {
    return new ValueType<>(
        "NAME=VALUE, several separated by commas, each once, both of letters, digits, dots, dashes"
            + " and underscores, at most 63, a letter or digit first and last",
        "NAME=VALUE",
        text -> {
          var labels = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
          for (String label : several(text)) {
            String[] parts = label.split("=", 2);
            if (parts.length < 2
                || !PlaceNames.isLabelName(parts[0])
                || !PlaceNames.isLabelValue(parts[1])
                || labels.put(parts[0], parts[1]) != null) {
              throw new IllegalArgumentException();
            }
          }
          return Map.copyOf(labels);
        });
  }

  /** A port of this host's own, HOST:PORT, or a unix socket. */
  static ValueType<ListenAddress> listenAddress() {
    return new ValueType<>(
        "PORT (on 127.0.0.1), HOST:PORT, or unix:///ABSOLUTE/PATH",
        "[HOST:]PORT",
        ListenAddress::parse);
  }

  private static List<String> several(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::trim).toList();
  }

  /** SHA-256 of a certificate, as openssl prints it. */
  static ValueType<String> fingerprint() {
    return new ValueType<>(
        "the SHA-256 fingerprint of the gateway's certificate: 64 hex digits, with or without"
            + " colons",
        "SHA256",
        text -> {
          String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
          if (HexFormat.of().parseHex(digits).length != 32) {
            throw new IllegalArgumentException();
          }
          return digits;
        });
  }

  /** Addresses of one system's gateways. A final {@code /api}, as csi-scaleio had it, is fine. */
  static ValueType<List<URI>> gatewayUrls() {
    return new ValueType<>(
        "https://HOST[:PORT], several separated by commas",
        "URL",
        text -> {
          List<URI> urls = new ArrayList<>();
          for (String part : text.split(",", -1)) {
            urls.add(gatewayUrl(part.trim()));
          }
          return List.copyOf(urls);
        });
  }

  private static URI gatewayUrl(String text) {
    URI url = URI.create(text.contains("://") ? text : "https://" + text);
    boolean known = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!known || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException();
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("user and password do not belong into the address");
    }
    return url;
  }
}
