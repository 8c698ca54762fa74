package org.csiscaleio.image.relay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.config.SocketAddressText;

/**
 * The few options of a relay, from flags and environment; a flag counts first. By hand, because the
 * table of serve's settings takes longer to load than all of a relay.
 */
final class RelayOptions {
  private static final Option ENDPOINT = new Option("--endpoint", "CSI_ENDPOINT", "");
  private static final Option MODE =
      new Option("--endpoint-mode", "X_CSI_SCALEIO_ENDPOINT_MODE", "0600");
  private static final Option TO =
      new Option("--to", "X_CSI_SCALEIO_RELAY_TO", "unix:///run/csi-scaleio/csi.sock");
  private static final Option WAIT = new Option("--wait", "X_CSI_SCALEIO_RELAY_WAIT", "60s");
  private static final Option MOST =
      new Option("--max-connections", "X_CSI_SCALEIO_RELAY_MAX_CONNECTIONS", "128");

  private static final List<Option> ALL = List.of(ENDPOINT, MODE, TO, WAIT, MOST);
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_CONNECTIONS = 1024;

  private record Option(String flag, String variable, String defaultText) {}

  private final List<String> flags;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private RelayOptions(List<String> flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  /**
   * Reads them all.
   *
   * @throws IllegalArgumentException whose message has a line for each thing that is wrong
   */
  static RelaySettings read(List<String> flags, Map<String, String> environment) {
    var options = new RelayOptions(flags, environment);
    options.checkFlags();
    var settings =
        new RelaySettings(
            options.socket(ENDPOINT),
            options.number(MODE, 8, 0777),
            options.socket(TO),
            Duration.ofSeconds(options.seconds()),
            options.number(MOST, 10, MOST_CONNECTIONS));
    if (settings.endpoint().equals(settings.service()) && options.problems.isEmpty()) {
      options.problems.add("--to: is the endpoint itself; name the socket of the service");
    }
    if (!options.problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", options.problems));
    }
    return settings;
  }

  /** Each is a known flag with its value, {@code --flag=value} or {@code --flag value}. */
  private void checkFlags() {
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      String name = flag.split("=", 2)[0];
      if (ALL.stream().noneMatch(option -> option.flag().equals(name))) {
        problems.add("unknown option " + name);
      } else if (!flag.contains("=") && ++i == flags.size()) {
        problems.add(name + ": its value is missing");
      }
    }
  }

  /** The last such flag, else the variable, else the default. */
  private String text(Option option) {
    Optional<String> said = Optional.empty();
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      if (flag.startsWith(option.flag() + "=")) {
        said = Optional.of(flag.substring(option.flag().length() + 1));
      } else if (!flag.contains("=") && i + 1 < flags.size()) {
        i++;
        said = flag.equals(option.flag()) ? Optional.of(flags.get(i)) : said;
      }
    }
    return said.orElseGet(() -> {
      String variable = environment.getOrDefault(option.variable(), "");
      return variable.isEmpty() ? option.defaultText() : variable;
    });
  }

  private Path socket(Option option) {
    String text = text(option);
    try {
      if (!text.isEmpty()) {
        return SocketAddressText.path(text);
      }
      problems.add(
          option.flag() + ": not given; set " + option.variable() + " or say it as an option");
    } catch (IllegalArgumentException e) {
      problems.add(option.flag() + ": '" + text + "' " + e.getMessage());
    }
    return Path.of("/");
  }

  private int number(Option option, int radix, int most) {
    String text = text(option);
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    problems.add(
        option.flag()
            + ": '"
            + text
            + "' must be a number from 1 to "
            + Integer.toString(most, radix)
            + (radix == 8 ? ", in octal" : ""));
    return 1;
  }

  private int seconds() {
    String text = text(WAIT);
    try {
      int seconds =
          Integer.parseInt(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
      if (seconds >= 0 && seconds <= MOST_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    problems.add(WAIT.flag() + ": '" + text + "' must be seconds from 0s to " + MOST_SECONDS + "s");
    return 0;
  }
}
