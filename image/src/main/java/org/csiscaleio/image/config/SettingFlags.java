package org.csiscaleio.image.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings that flags say, for a command that writes them into a configuration file.
 *
 * @param texts by setting, in the order of help; members of a list are separated by commas
 */
public record SettingFlags(Map<Setting<?>, String> texts) {
  /** What YAML reads as it stands, within a list too. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._:=@+-]*[A-Za-z0-9/]|[A-Za-z0-9]");

  /** Needed to check the rest; which socket there will be, the orchestrator says. */
  private static final List<String> SOME_SOCKET =
      List.of(Catalogue.ENDPOINT.flag(), "unix:///run/csi-scaleio/csi.sock");

  public SettingFlags {
    var ordered = new LinkedHashMap<Setting<?>, String>();
    for (Setting<?> setting : Catalogue.all()) {
      String text = texts.get(setting);
      if (text != null) {
        ordered.put(setting, text);
      }
    }
    texts = ordered;
  }

  /**
   * Reads flags and checks their values, each and together.
   *
   * @throws ConfigurationException with all problems found
   */
  public static SettingFlags read(List<String> flags) {
    List<String> problems = new ArrayList<>();
    Map<Setting<?>, Given> given = CommandLine.read(flags, problems);
    for (Setting<?> setting : List.of(Catalogue.CONFIG, Catalogue.ENDPOINT)) {
      if (given.containsKey(setting)) {
        problems.add(setting.flag() + " has no place in a configuration file");
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    Configuration.read(checked(given, problems), Map.of());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    var texts = new LinkedHashMap<Setting<?>, String>();
    given.forEach((setting, said) -> texts.put(setting, said.text()));
    return new SettingFlags(texts);
  }

  /** The flags, with a file that is there in place of those that are another host's. */
  private static List<String> checked(Map<Setting<?>, Given> given, List<String> problems) {
    var flags = new ArrayList<String>(SOME_SOCKET);
    given.forEach((setting, said) -> {
      boolean file = setting.type().placeholder().equals("FILE");
      if (file && !said.text().startsWith("/")) {
        problems.add(setting.flag() + ": '" + said.text() + "' has to be an absolute path");
      }
      flags.add(setting.flag() + "=" + (file ? "/dev/null" : said.text()));
    });
    return flags;
  }

  /** What was said; empty when nothing was. */
  public Optional<String> text(Setting<?> setting) {
    return Optional.ofNullable(texts.get(setting));
  }

  /** These, and this one unless it was said. */
  public SettingFlags orElse(Setting<?> setting, String text) {
    var more = new LinkedHashMap<>(texts);
    more.putIfAbsent(setting, text);
    return new SettingFlags(more);
  }

  /** As lines of a configuration file. */
  public String yaml() {
    var lines = new StringBuilder();
    texts.forEach((setting, text) ->
        lines
            .append(setting.key())
            .append(": ")
            .append(Catalogue.takesSeveral(setting) ? list(text) : scalar(text))
            .append('\n'));
    return lines.toString();
  }

  private static String list(String text) {
    return List.of(text.split(",", -1)).stream()
        .map(member -> scalar(member.strip()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }
}
