package org.csiscaleio.image.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of a command that has options of its own and works on something, beside the
 * settings that say how to reach the gateway.
 *
 * @param operands what is no option
 * @param options its own, each with what was said; switches with nothing
 * @param settings for {@link ToolConfiguration#read}
 */
public record CommandArguments(
    List<String> operands, Map<String, List<String>> options, List<String> settings) {

  /**
   * Sorts a command line.
   *
   * @param switches own options without a value
   * @param valued own options with one
   * @throws ConfigurationException when an own option lacks its value
   */
  public static CommandArguments read(
      List<String> arguments, Set<String> switches, Set<String> valued) {
    List<String> operands = new ArrayList<>();
    Map<String, List<String>> options = new LinkedHashMap<>();
    List<String> settings = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      Optional<String> next =
          i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
      if (switches.contains(argument)) {
        options.putIfAbsent(argument, new ArrayList<>());
      } else if (valued.contains(flag)) {
        Optional<String> value = equals < 0 ? next : Optional.of(argument.substring(equals + 1));
        value
            .filter(text -> !text.isEmpty())
            .ifPresentOrElse(
                text -> options.computeIfAbsent(flag, f -> new ArrayList<>()).add(text),
                () -> problems.add(flag + " needs a value"));
        i += equals < 0 ? 1 : 0;
      } else if (!argument.startsWith("-")) {
        operands.add(argument);
      } else {
        settings.add(argument);
        if (equals < 0 && next.isPresent() && takesValue(flag, next.get())) {
          settings.add(next.get());
          i++;
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new CommandArguments(List.copyOf(operands), Map.copyOf(options), List.copyOf(settings));
  }

  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** All values of an option. */
  public List<String> all(String option) {
    return options.getOrDefault(option, List.of());
  }

  /**
   * The one value of an option.
   *
   * @throws ConfigurationException when it was said twice
   */
  public Optional<String> one(String option) {
    List<String> values = all(option);
    if (values.size() > 1) {
      throw new ConfigurationException(List.of(option + " is given twice"));
    }
    return values.stream().findFirst();
  }

  /**
   * The one value of an option, as a time.
   *
   * @throws ConfigurationException when it is none, or not between those
   */
  public Optional<Duration> time(String option, Duration least, Duration most) {
    ValueType<Duration> type = ValueTypes.duration(least, most);
    return one(option)
        .map(text -> {
          try {
            return type.reader().apply(text);
          } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                List.of(option + ": '" + text + "' must be " + type.allowed()));
          }
        });
  }

  private static boolean takesValue(String flag, String word) {
    return Catalogue.all().stream()
        .filter(setting -> flag.equals(setting.flag()) || flag.equals("--" + setting.key()))
        .anyMatch(setting ->
            setting.type().isSwitch() ? setting.type().accepts(word) : !word.startsWith("--"));
  }
}
