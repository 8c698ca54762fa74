package org.csiscaleio.controller.service;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Sha256;

/**
 * A requested name, which has up to 128 bytes of Unicode, as a name the array takes: 1 to 31
 * printable ASCII characters. Stable for ever, because a repeated CreateVolume finds its volume by
 * it; docs/volume-names.md specifies it with test vectors. Three forms, no two of which can meet:
 *
 * <ul>
 *   <li>kept: what the array takes already, unless it looks like one of the other two, or like a
 *       name of node scope
 *   <li>{@code <prefix>-<22 characters>}: {@code <prefix>-<uuid>} with the UUID in base64url
 *   <li>{@code <head>-<20 characters>}: the start of the name, 102 bits of its SHA-256, and 18 bits
 *       that mark the form
 * </ul>
 */
final class ScaleIoName {
  static final int LIMIT = 31;

  private static final int UUID_TAIL = 22;
  private static final int HASH_CHARACTERS = 17;
  private static final int MARK_CHARACTERS = 3;
  private static final int HASH_TAIL = HASH_CHARACTERS + MARK_CHARACTERS;
  private static final int HEAD_LIMIT = LIMIT - 1 - HASH_TAIL;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /**
   * Only UUIDs as RFC 9562 lays them out, in lower case: any other text would have to share its
   * short form with one of these.
   */
  private static final Pattern WITH_UUID =
      Pattern.compile(
          "([!-~]{1,"
              + (LIMIT - 1 - UUID_TAIL)
              + "})-([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})");

  private static final Pattern UUID_FORM =
      Pattern.compile("[!-~]{1," + (LIMIT - 1 - UUID_TAIL) + "}-([A-Za-z0-9_-]{22})");

  private static final Pattern HASH_FORM =
      Pattern.compile("([A-Za-z0-9._]{1," + HEAD_LIMIT + "}-[A-Za-z0-9_-]{17})([A-Za-z0-9_-]{3})");

  private ScaleIoName() {}

  /**
   * The array's name for a requested one.
   *
   * @param requested not empty
   */
  static String of(String requested) {
    Matcher withUuid = WITH_UUID.matcher(requested);
    if (withUuid.matches()) {
      return withUuid.group(1) + "-" + shortForm(UUID.fromString(withUuid.group(2)));
    }
    if (isValid(requested)
        && !isUuidForm(requested)
        && !isHashForm(requested)
        && !OwnedName.isOwned(requested)) {
      return requested;
    }
    return hashed(requested);
  }

  /** Whether the array takes the name as it is. */
  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= LIMIT
        && name.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** Whether the name is what some {@code <prefix>-<uuid>} becomes. */
  static boolean isUuidForm(String name) {
    Matcher matcher = UUID_FORM.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(1)));
    var uuid = new UUID(bytes.getLong(), bytes.getLong());
    boolean canonical = shortForm(uuid).equals(matcher.group(1));
    return canonical && uuid.variant() == 2 && uuid.version() >= 1 && uuid.version() <= 8;
  }

  /** Whether the name has the mark of the hashed form. */
  static boolean isHashForm(String name) {
    Matcher matcher = HASH_FORM.matcher(name);
    return matcher.matches() && markOf(matcher.group(1)).equals(matcher.group(2));
  }

  private static String hashed(String requested) {
    String unmarked =
        headOf(requested) + "-" + Sha256.base64(requested).substring(0, HASH_CHARACTERS);
    return unmarked + markOf(unmarked);
  }

  /** Without any {@code -}, so that no hashed name can look like one with a UUID in it. */
  private static String headOf(String requested) {
    var head = new StringBuilder();
    requested
        .codePoints()
        .limit(HEAD_LIMIT)
        .forEach(c -> head.append(isHeadCharacter(c) ? (char) c : '_'));
    return head.toString();
  }

  private static boolean isHeadCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
  }

  private static String markOf(String unmarked) {
    return Sha256.base64(unmarked).substring(0, MARK_CHARACTERS);
  }

  private static String shortForm(UUID uuid) {
    return BASE64.encodeToString(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }
}
