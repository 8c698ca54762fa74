package org.csiscaleio.controller.owner;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Failure;

/**
 * For whom an instance in node scope speaks: a text that must stay the same for as long as there
 * are volumes of its, and be nobody else's. Volumes bear its {@link #tag()} in their names.
 *
 * @param text 1 to 128 printable ASCII characters without spaces; either what an operator chose, or
 *     {@code <GUID of the SDC>/<instance>}
 */
public record Owner(String text) {
  /** The instance of a plugin that nobody gave a name. */
  public static final String DEFAULT_INSTANCE = "default";

  private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern OF_SDC =
      Pattern.compile(
          "([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})"
              + "/([A-Za-z0-9._-]{1,64})");

  /**
   * @throws Failure INVALID_ARGUMENT when it cannot be an owner. A GUID in it is written in upper
   *     case
   */
  public Owner {
    requireNonNull(text, "text is null");
    if (!FORM.matcher(text).matches()) {
      throw Failure.invalid("'" + text + "' is no owner: 1 to 128 ASCII characters without spaces");
    }
    Matcher ofSdc = OF_SDC.matcher(text);
    if (ofSdc.matches()) {
      text = ofSdc.group(1).toUpperCase(Locale.ROOT) + "/" + ofSdc.group(2);
    }
  }

  /**
   * The owner that the instance of that name is on the host with that SDC.
   *
   * @throws Failure INVALID_ARGUMENT when they cannot be
   */
  public static Owner of(String sdcGuid, String instance) {
    if (!isInstance(instance)) {
      throw Failure.invalid(
          "'" + instance + "' is no instance: 1 to 64 letters, digits, dots, dashes, underscores");
    }
    return new Owner(sdcGuid + "/" + instance);
  }

  public static boolean isOwner(String text) {
    return FORM.matcher(text).matches();
  }

  public static boolean isInstance(String text) {
    return INSTANCE.matcher(text).matches();
  }

  /** What its volumes bear in their names. */
  public OwnerTag tag() {
    return OwnerTag.of(text);
  }

  /** The SDC it is derived from; empty when an operator chose it. */
  public Optional<String> sdcGuid() {
    Matcher ofSdc = OF_SDC.matcher(text);
    return ofSdc.matches() ? Optional.of(ofSdc.group(1)) : Optional.empty();
  }

  /** The instance on the host of {@link #sdcGuid()}; empty when an operator chose the owner. */
  public Optional<String> instance() {
    Matcher ofSdc = OF_SDC.matcher(text);
    return ofSdc.matches() ? Optional.of(ofSdc.group(2)) : Optional.empty();
  }

  /** Text and tag, for messages. */
  public String describe() {
    return "'" + text + "' (tag " + tag() + ")";
  }

  @Override
  public String toString() {
    return text;
  }
}
