package org.csiscaleio.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.Setting;
import org.csiscaleio.image.config.Setting.Group;
import org.csiscaleio.image.config.Setting.Variable;
import org.csiscaleio.image.config.Setting.Where;

/** What {@code --help} says. The options come from the table that parsing uses. */
final class HelpText {
  private static final int WIDTH = 80;
  private static final String INDENT = " ".repeat(6);

  private static final String OVERVIEW =
      """
      csi-scaleio: a CSI plugin for Dell EMC ScaleIO (VxFlex OS, PowerFlex)

      Usage:
        csi-scaleio serve [OPTION]...    serve the plugin on a unix socket
        csi-scaleio relay [OPTION]...    pass a socket through to the service of this host
        csi-scaleio volumes COMMAND      show and change whose volumes are whose
        csi-scaleio disk COMMAND         show, make and destroy disks of Mesos
        csi-scaleio mesos-config ...     write and check an agent's files
        csi-scaleio doctor [OPTION]...   look at everything that has to be right, and say what to do
        csi-scaleio install --to DIR     put this program into a directory of the host
        csi-scaleio version              say which release this is
        csi-scaleio help serve           explain all options of serve
        csi-scaleio relay --help         explain all options of relay
        csi-scaleio volumes --help       explain its commands
        csi-scaleio disk --help          explain its commands
        csi-scaleio mesos-config --help  explain its options
        csi-scaleio doctor --help        explain what it looks at

      Example:
        csi-scaleio serve --endpoint unix:///run/csi-scaleio/csi.sock \\
            --gateway https://gateway.example:443 --password-file /etc/csi-scaleio/password
      """;

  private static final String SERVE_BEGIN =
      """
      Usage: csi-scaleio serve [OPTION]...

      Serves the CSI plugin on a unix socket until it is stopped. SIGTERM and SIGINT let
      running requests end first; mounts stay. Logs go to standard error.

      Each option is also a key in the configuration file (--storage-pool is storagePool
      there) and an environment variable. Where several say something, the flag counts
      before the environment, the environment before the file.
      """;

  private static final String SERVE_END =
      """

      Examples
        With a file:
          csi-scaleio serve --config /etc/csi-scaleio/config.yaml
        where the file says:
          endpoint: unix:///run/csi-scaleio/csi.sock
          gateway: [https://gw1.example, https://gw2.example]
          passwordFile: /etc/csi-scaleio/password
          fingerprint: 5d:3b:...:9e
          storagePool: pool1

        As an orchestrator's container, everything in the environment:
          CSI_ENDPOINT=unix:///csi/csi.sock X_CSI_MODE=node \\
          X_CSI_SCALEIO_GATEWAY=https://gw1.example X_CSI_SCALEIO_PASSWORD=... \\
          csi-scaleio serve

      Exit status: 0 stopped as asked, 1 the socket could not be had, 2 wrong options or
      configuration.
      """;

  private HelpText() {}

  static String overview() {
    return OVERVIEW;
  }

  static String serve() {
    var text = new StringBuilder(SERVE_BEGIN);
    for (Group group : Group.values()) {
      text.append('\n').append(group.heading()).append('\n');
      for (Setting<?> setting : Catalogue.all()) {
        if (setting.group() == group && !setting.hidden()) {
          describe(setting, text);
        }
      }
      if (group == Group.GATEWAY) {
        describeSystems(text);
      }
    }
    return text.append(SERVE_END).toString();
  }

  private static void describeSystems(StringBuilder text) {
    text.append("  systems (configuration file only)\n");
    wrap(
        "Several ScaleIO systems, a list: each entry has gateway and system (its id), and where they"
            + " differ from those above user, passwordFile, tls, caFile, fingerprint, insecure,"
            + " storagePool, protectionDomain, topology. The first is meant where nobody says which.",
        text);
  }

  private static void describe(Setting<?> setting, StringBuilder text) {
    List<String> variables = setting.variables().stream().map(Variable::name).toList();
    if (setting.where() == Where.ENVIRONMENT) {
      text.append("  ").append(variables.getFirst()).append(" (no option)\n");
    } else {
      text.append("  ").append(setting.flag());
      text.append(setting.type().placeholder().isEmpty() ? "" : " ");
      text.append(setting.type().placeholder()).append('\n');
    }
    wrap(setting.description(), text);
    if (!setting.defaultText().isEmpty()) {
      wrap("Default: " + setting.defaultText(), text);
    }
    List<String> shown =
        setting.where() == Where.ENVIRONMENT
            ? variables.subList(1, variables.size())
            : withoutSpelling(variables);
    if (!shown.isEmpty()) {
      wrap(shown.stream().collect(Collectors.joining(", ", "Environment: ", "")), text);
    }
  }

  /** Without the second spelling of our own variables: it would be said forty times. */
  private static List<String> withoutSpelling(List<String> variables) {
    List<String> shown = new ArrayList<>(variables);
    String first = shown.getFirst();
    shown.removeIf(
        name -> !name.equals(first) && name.replace("_", "").equals(first.replace("_", "")));
    return shown;
  }

  private static void wrap(String sentence, StringBuilder text) {
    var line = new StringBuilder(INDENT);
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + word.length() + 1 > WIDTH && line.length() > INDENT.length()) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
