package org.csiscaleio.controller.limits;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.controller.owner.Sha256;
import org.csiscaleio.gateway.VolumeId;

/**
 * Limits as the name of a small volume of their own, because the array has no other place that
 * outlives a mapping: {@code q=} and 18 bytes in base64url (the limited volume's id, the limits and
 * how often they were changed), then 30 bits of their SHA-256. Always 31 characters; docs/qos.md
 * specifies it with a test vector.
 *
 * @param volumeId the array's id of the volume that is limited, 16 hex digits
 * @param limits never both empty
 * @param sequence counts changes, 0 to 65535 and again 0; of two records of a volume the later
 *     counts
 */
public record LimitsRecord(String volumeId, LimitsOverride limits, int sequence) {
  private static final int SEQUENCES = 1 << 16;
  private static final int CHECK_CHARACTERS = 5;

  /**
   * No other name of ours begins so: in cluster scope there is no {@code =} before the first {@code
   * -}, and in node scope it is the ninth character. A name asked for that looks like it is hashed.
   */
  private static final Pattern FORM =
      Pattern.compile("(q=([A-Za-z0-9_-]{24}))([A-Za-z0-9_-]{" + CHECK_CHARACTERS + "})");

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public LimitsRecord {
    requireNonNull(limits, "limits is null");
    if (!VolumeId.isId(volumeId) || limits.isEmpty() || sequence < 0 || sequence >= SEQUENCES) {
      throw new IllegalArgumentException(
          "no record of limits: " + volumeId + ", " + limits + ", " + sequence);
    }
  }

  /** The first record of a volume. */
  public static LimitsRecord first(String volumeId, LimitsOverride limits) {
    return new LimitsRecord(volumeId, limits, 0);
  }

  /** What the name says; empty when it is not one of a record. */
  public static Optional<LimitsRecord> parse(String arrayName) {
    Matcher matcher = FORM.matcher(arrayName);
    if (!matcher.matches() || !check(matcher.group(1)).equals(matcher.group(3))) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(matcher.group(2)));
    String volumeId = HexFormat.of().toHexDigits(bytes.getLong());
    long iops = Integer.toUnsignedLong(bytes.getInt()) - 1;
    long bandwidth = Integer.toUnsignedLong(bytes.getInt()) - 1;
    int sequence = Short.toUnsignedInt(bytes.getShort());
    boolean none = iops < 0 && bandwidth < 0;
    if (none || iops > LimitsOverride.LARGEST || bandwidth > LimitsOverride.LARGEST) {
      return Optional.empty();
    }
    return Optional.of(
        new LimitsRecord(
            volumeId, new LimitsOverride(optional(iops), optional(bandwidth)), sequence));
  }

  public static boolean isRecord(String arrayName) {
    return parse(arrayName).isPresent();
  }

  /** The name as the array has it. */
  public String arrayName() {
    byte[] bytes =
        ByteBuffer.allocate(18)
            .putLong(Long.parseUnsignedLong(volumeId, 16))
            .putInt(encoded(limits.iops()))
            .putInt(encoded(limits.bandwidthMbps()))
            .putShort((short) sequence)
            .array();
    String unchecked = "q=" + BASE64.encodeToString(bytes);
    return unchecked + check(unchecked);
  }

  /** The next record of the volume. */
  public LimitsRecord next(LimitsOverride changed) {
    return new LimitsRecord(volumeId, changed, (sequence + 1) % SEQUENCES);
  }

  /** Whether this one was written after another of the same volume; false when neither was. */
  public boolean isLaterThan(LimitsRecord other) {
    int ahead = Math.floorMod(sequence - other.sequence, SEQUENCES);
    return ahead > 0 && ahead < SEQUENCES / 2;
  }

  private static String check(String unchecked) {
    return Sha256.base64(unchecked).substring(0, CHECK_CHARACTERS);
  }

  /** 0 stands for nothing, all others for one less, as 32 bits without a sign. */
  private static int encoded(OptionalLong value) {
    return value.isPresent() ? (int) (value.getAsLong() + 1) : 0;
  }

  private static OptionalLong optional(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  @Override
  public String toString() {
    return arrayName();
  }
}
