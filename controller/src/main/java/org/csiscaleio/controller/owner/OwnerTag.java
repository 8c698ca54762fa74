package org.csiscaleio.controller.owner;

import java.util.regex.Pattern;
import org.csiscaleio.operation.Failure;

/**
 * What stands for an owner in a volume's name: the first 47 bits of a SHA-256, as 8 letters and
 * digits. Two owners of one array must not share one; with a thousand owners the odds are below one
 * in a hundred million, and {@code OwnerCheck} looks.
 */
public record OwnerTag(String text) {
  static final int CHARACTERS = 8;

  private static final int BITS = 47;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{" + CHARACTERS + "}");

  /**
   * @throws Failure INVALID_ARGUMENT when it cannot be a tag
   */
  public OwnerTag {
    if (!isTag(text)) {
      throw Failure.invalid("'" + text + "' is no owner tag: 8 letters and digits");
    }
  }

  static OwnerTag of(String owner) {
    long number = Sha256.firstLong("csi-scaleio owner:" + owner) >>> (Long.SIZE - BITS);
    var digits = new char[CHARACTERS];
    for (int i = CHARACTERS - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (number % DIGITS.length()));
      number /= DIGITS.length();
    }
    return new OwnerTag(new String(digits));
  }

  /** Whether the text has the form of a tag; an owner can have it too. */
  public static boolean isTag(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
