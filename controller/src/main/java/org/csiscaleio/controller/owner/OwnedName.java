package org.csiscaleio.controller.owner;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Failure;

/**
 * The array's name for a volume in node scope, always 31 characters: {@code <tag>=<hash><size>}.
 * Stable for ever, because a repeated CreateVolume finds its volume by it, and because the array
 * keeps nothing else that says whose a volume is and how large it was asked for;
 * docs/volume-names.md specifies it with test vectors.
 *
 * @param tag whose it is
 * @param hash 17 characters: 102 bits of the requested name's SHA-256
 * @param sizeMib the size that was asked for, 1 to {@link #LARGEST_MIB}; the volume itself has the
 *     next multiple of 8 GiB
 */
public record OwnedName(OwnerTag tag, String hash, long sizeMib) {
  /** 1 PiB less 1 MiB: 30 bits. */
  public static final long LARGEST_MIB = (1L << 30) - 1;

  /**
   * No name of cluster scope has it where we have it: theirs have letters, digits, {@code ._-}
   * there, or would be hashed because they look like ours.
   */
  private static final char MARKER = '=';

  private static final int HASH_CHARACTERS = 17;
  private static final int SIZE_CHARACTERS = 5;
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9A-Za-z]{8})"
              + MARKER
              + "([A-Za-z0-9_-]{"
              + HASH_CHARACTERS
              + "})([A-Za-z0-9_-]{"
              + SIZE_CHARACTERS
              + "})");

  /**
   * @throws Failure OUT_OF_RANGE when the size has no place in a name
   */
  public OwnedName {
    requireNonNull(tag, "tag is null");
    requireNonNull(hash, "hash is null");
    if (sizeMib < 1 || sizeMib > LARGEST_MIB) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "a volume of " + sizeMib + " MiB cannot be: 1 to " + LARGEST_MIB + " MiB");
    }
  }

  /**
   * The name of a volume that an orchestrator asks for.
   *
   * @param requested as the orchestrator says it, behind any prefix; without the character NUL
   */
  public static OwnedName of(OwnerTag tag, String requested, long sizeMib) {
    return new OwnedName(tag, hashOf(requested), sizeMib);
  }

  /** What stands for a requested name. */
  public static String hashOf(String requested) {
    return Sha256.base64(requested).substring(0, HASH_CHARACTERS);
  }

  /**
   * The name of a volume that was made by somebody else and is taken over. No CreateVolume ever
   * finds it: requested names have no NUL in them.
   *
   * @param volumeId the array's id of it
   */
  public static OwnedName ofAdopted(OwnerTag tag, String volumeId, long sizeMib) {
    return of(tag, "\0adopted:" + volumeId, sizeMib);
  }

  /** What the name says; empty when it is not one of node scope. */
  public static Optional<OwnedName> parse(String arrayName) {
    Matcher matcher = FORM.matcher(arrayName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long mib = 0;
    String size = matcher.group(3);
    for (int i = 0; i < size.length(); i++) {
      mib = mib << 6 | DIGITS.indexOf(size.charAt(i));
    }
    return mib == 0
        ? Optional.empty()
        : Optional.of(new OwnedName(new OwnerTag(matcher.group(1)), matcher.group(2), mib));
  }

  public static boolean isOwned(String arrayName) {
    return parse(arrayName).isPresent();
  }

  /** The same volume as another owner's. */
  public OwnedName ownedBy(OwnerTag other) {
    return new OwnedName(other, hash, sizeMib);
  }

  /**
   * The same volume, of another size.
   *
   * @throws Failure OUT_OF_RANGE when the size has no place in a name
   */
  public OwnedName ofSize(long otherMib) {
    return new OwnedName(tag, hash, otherMib);
  }

  /** Whether both stand for the same request of the same owner, whatever size it said. */
  public boolean sameRequest(OwnedName other) {
    return tag.equals(other.tag) && hash.equals(other.hash);
  }

  public long sizeBytes() {
    return sizeMib << 20;
  }

  /** The name as the array has it. */
  public String arrayName() {
    var size = new StringBuilder();
    for (int shift = 6 * (SIZE_CHARACTERS - 1); shift >= 0; shift -= 6) {
      size.append(DIGITS.charAt((int) (sizeMib >> shift & 63)));
    }
    return tag.text() + MARKER + hash + size;
  }

  @Override
  public String toString() {
    return arrayName();
  }
}
