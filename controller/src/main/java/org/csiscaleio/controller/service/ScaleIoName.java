package org.csiscaleio.controller.service;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.controller.owner.Sha256;

/**
 * A requested name, which has up to 128 bytes of Unicode, as a name the array takes: 1 to 31
 * printable ASCII characters. Stable for ever, because a repeated CreateVolume finds its volume by
 * it; docs/volume-names.md specifies it with test vectors. Three forms, no two of which can meet:
 *
 * <ul>
 *   <li>kept: what the array takes already, unless it looks like one of the others, like a name of
 *       node scope, or like a {@link LimitsRecord}
 *   <li>{@code <prefix>-<22 characters>}: {@code <prefix>-<uuid>} with the UUID in base64url
 *   <li>{@code <head>-<20 characters>}: the start of the name, 102 bits of its SHA-256, and 18 bits
 *       that mark the form
 * </ul>
 *
 * Snapshots, and the members of group snapshots, always have the last form with marks of their own:
 * to an orchestrator a volume and a snapshot may have the same name, to the array they may not, and
 * by the mark a snapshot is told from a clone, which to the array is the same.
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

  private static final String BASE64_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /**
   * What has a hashed name. The marks of two kinds differ in every character, so no name can bear
   * both.
   */
  private enum Kind {
    VOLUME,
    SNAPSHOT,
    GROUP_MEMBER;

    String marked(String unmarked) {
      return unmarked
          + Sha256.base64(unmarked)
              .substring(0, MARK_CHARACTERS)
              .chars()
              .map(c -> BASE64_DIGITS.charAt(turned(BASE64_DIGITS.indexOf(c))))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    }

    private int turned(int digit) {
      return switch (this) {
        case VOLUME -> digit;
        case SNAPSHOT -> 63 - digit;
        // Half around: never the digit itself, nor its mirror image.
        case GROUP_MEMBER -> (digit + 32) % 64;
      };
    }
  }

  private ScaleIoName() {}

  /**
   * The array's name for a requested one.
   *
   * @param requested not empty
   */
  static String of(String requested) {
    Matcher withUuid = WITH_UUID.matcher(requested);
    if (withUuid.matches()) {
      String shorter = withUuid.group(1) + "-" + shortForm(UUID.fromString(withUuid.group(2)));
      if (!LimitsRecord.isRecord(shorter)) {
        return shorter;
      }
    }
    if (isValid(requested)
        && !isUuidForm(requested)
        && !hasAnyMark(requested)
        && !OwnedName.isOwned(requested)
        && !LimitsRecord.isRecord(requested)) {
      return requested;
    }
    return hashed(requested, requested, Kind.VOLUME);
  }

  /**
   * The array's name for a snapshot.
   *
   * @param requested not empty
   */
  static String ofSnapshot(String requested) {
    return hashed(requested, requested, Kind.SNAPSHOT);
  }

  /** The same for one of many owners, whose tag is the head. */
  static String ofSnapshot(OwnerTag owner, String requested) {
    return hashed(owner.text(), owner.text() + "\0" + requested, Kind.SNAPSHOT);
  }

  /**
   * The array's name for one of the snapshots of a group.
   *
   * @param requested the group's name, not empty
   * @param index from 0, in the order of the sources' ids
   */
  static String ofGroupMember(String requested, int index) {
    return hashed(requested, requested + "\0" + index, Kind.GROUP_MEMBER);
  }

  /** The same for one of many owners. */
  static String ofGroupMember(OwnerTag owner, String requested, int index) {
    return hashed(owner.text(), owner.text() + "\0" + requested + "\0" + index, Kind.GROUP_MEMBER);
  }

  /** Whether the name is that of a snapshot, or of a group's member, that this owner took. */
  static boolean isSnapshotOf(OwnerTag owner, String name) {
    return (isSnapshotForm(name) || isGroupMemberForm(name))
        && name.substring(0, name.length() - HASH_TAIL - 1).equals(owner.text());
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
    return hasMark(name, Kind.VOLUME);
  }

  /** Whether the name is that of a snapshot made here. */
  static boolean isSnapshotForm(String name) {
    return hasMark(name, Kind.SNAPSHOT);
  }

  /** Whether the name is that of a member of a group snapshot made here. */
  static boolean isGroupMemberForm(String name) {
    return hasMark(name, Kind.GROUP_MEMBER);
  }

  private static boolean hasAnyMark(String name) {
    return isHashForm(name) || isSnapshotForm(name) || isGroupMemberForm(name);
  }

  private static boolean hasMark(String name, Kind kind) {
    Matcher matcher = HASH_FORM.matcher(name);
    return matcher.matches() && kind.marked(matcher.group(1)).equals(name);
  }

  private static String hashed(String head, String text, Kind kind) {
    return kind.marked(headOf(head) + "-" + Sha256.base64(text).substring(0, HASH_CHARACTERS));
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

  private static String shortForm(UUID uuid) {
    return BASE64.encodeToString(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }
}
