package org.csiscaleio.image.mesos;

import java.util.regex.Pattern;

/** How Mesos lets things be called. */
final class NameRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");

  private NameRules() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static void name(Place place) {
    place
        .text()
        .filter(text -> !isName(text))
        .ifPresent(text ->
            place.complain(
                "'" + text + "' has to be of letters, digits and underscores, without dashes"));
  }

  static void type(Place place) {
    place
        .text()
        .filter(text -> !TYPE.matcher(text).matches())
        .ifPresent(text ->
            place.complain(
                "'"
                    + text
                    + "' has to be words of letters, digits and underscores with dots between"
                    + " them, without dashes"));
  }

  /** A path from the root. */
  static void absolute(Place place) {
    place
        .text()
        .filter(text -> !text.startsWith("/"))
        .ifPresent(text -> place.complain("'" + text + "' has to be an absolute path"));
  }
}
