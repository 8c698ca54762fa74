package org.csiscaleio.image.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One thing an operator can say. Parsing, help and complaints all come from this one description.
 *
 * @param key its name in the configuration file; flag and variable names follow from it
 * @param defaultText what is taken when nobody says anything; empty = nothing
 * @param description one or two sentences for help
 * @param variables environment variables, the preferred one first
 * @param hidden whether help keeps silent about it: it is there for testing
 */
public record Setting<T>(
    String key,
    Group group,
    ValueType<T> type,
    String defaultText,
    String description,
    Where where,
    List<Variable> variables,
    boolean hidden) {

  /** The headings of help. */
  public enum Group {
    SERVING("Serving"),
    GATEWAY("ScaleIO gateway"),
    VOLUMES("Volumes"),
    SHARING("Node scope: one of many plugins that share an array"),
    NODE("This host"),
    METRICS("Metrics"),
    TRACES("Traces"),
    LOGS("Logs");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }
  }

  /** Where a setting may be said. */
  public enum Where {
    ANYWHERE,
    /** Flag or environment: it is needed to find the file. */
    NOT_IN_FILE,
    /** Never a flag, which every user of the host could read, nor the configuration file. */
    ENVIRONMENT
  }

  /**
   * An environment variable that sets this.
   *
   * @param translation from the variable's own words to ours; empty = says nothing about this
   */
  public record Variable(String name, UnaryOperator<String> translation) {
    Variable(String name) {
      this(name, UnaryOperator.identity());
    }
  }

  public Setting {
    requireNonNull(type, "type is null");
    variables = List.copyOf(variables);
  }

  /**
   * By key, of which each has its own. What a record would do by itself is linked at the first use,
   * and costs every start 40 ms.
   */
  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Setting<?> setting && setting.key.equals(key);
  }

  static <T> Setting<T> of(
      String key, Group group, ValueType<T> type, String defaultText, String description) {
    List<Variable> names = new ArrayList<>();
    names.add(new Variable("X_CSI_SCALEIO_" + key.toUpperCase(Locale.ROOT)));
    String spaced = "X_CSI_SCALEIO_" + spaced(key, '_').toUpperCase(Locale.ROOT);
    if (!spaced.equals(names.getFirst().name())) {
      names.add(new Variable(spaced));
    }
    return new Setting<>(key, group, type, defaultText, description, Where.ANYWHERE, names, false);
  }

  /** This one, which other programs' variables set too. */
  Setting<T> alsoFrom(String... names) {
    List<Variable> all = new ArrayList<>(variables);
    for (String name : names) {
      all.add(new Variable(name));
    }
    return with(where, all);
  }

  Setting<T> alsoFrom(String name, UnaryOperator<String> translation) {
    List<Variable> all = new ArrayList<>(variables);
    all.add(new Variable(name, translation));
    return with(where, all);
  }

  /** This one, with these variables instead of those made from its key. */
  Setting<T> onlyFrom(String... names) {
    List<Variable> all = new ArrayList<>();
    for (String name : names) {
      all.add(new Variable(name));
    }
    return with(where, all);
  }

  Setting<T> where(Where place) {
    return with(place, variables);
  }

  /** This one, without a word in help. */
  Setting<T> unmentioned() {
    return new Setting<>(key, group, type, defaultText, description, where, variables, true);
  }

  private Setting<T> with(Where place, List<Variable> names) {
    return new Setting<>(key, group, type, defaultText, description, place, names, hidden);
  }

  /** The flag, e.g. {@code --storage-pool}. */
  public String flag() {
    return "--" + spaced(key, '-');
  }

  /** camelCase in words. */
  private static String spaced(String key, char separator) {
    var text = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isUpperCase(c)) {
        text.append(separator);
      }
      text.append(Character.toLowerCase(c));
    }
    return text.toString();
  }

  /** What is wrong with {@code given}, as a sentence. */
  String complaint(Given given, IllegalArgumentException why) {
    String reason =
        why.getMessage() == null || why instanceof NumberFormatException
            ? ""
            : " (" + why.getMessage() + ")";
    // An address may hold a password where none belongs.
    String harmless = given.text().replaceAll("//[^/]*@", "//***@");
    String shown = where == Where.ENVIRONMENT ? "its value" : "'" + harmless + "'";
    return key + ": " + shown + " (" + given.source() + ") must be " + type.allowed() + reason;
  }
}
