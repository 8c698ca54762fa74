package org.csiscaleio.emulator.model;

import java.util.regex.Pattern;

/**
 * Ids as texts: 16 lower-case hexadecimal digits. The high half is a generation that never comes
 * back, the low half the slot that the object lives in, which does.
 */
public final class ObjectId {
  /** Not an id: the absence of a parent. */
  public static final long NONE = 0;

  private static final Pattern SYNTAX = Pattern.compile("[0-9a-fA-F]{1,16}");
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private ObjectId() {}

  public static String text(long id) {
    char[] text = new char[16];
    for (int i = 15; i >= 0; i--) {
      text[i] = DIGITS[(int) (id >>> (4 * (15 - i))) & 15];
    }
    return new String(text);
  }

  /**
   * Reads an id as the gateway does: any hexadecimal number of up to 64 bits.
   *
   * @throws RequestRefused in the gateway's words
   */
  public static long parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw RequestRefused.invalid(
          "id (" + text + ") must be a hexadecimal number (unsigned long)");
    }
    return Long.parseUnsignedLong(text, 16);
  }

  public static long make(int generation, int slot) {
    return ((long) generation << 32) | slot;
  }

  public static int slot(long id) {
    return (int) id;
  }
}
