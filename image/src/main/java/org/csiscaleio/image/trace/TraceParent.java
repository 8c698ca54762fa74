package org.csiscaleio.image.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller says of the trace that its request is a part of: W3C's header {@code traceparent}.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId the caller's span, 16 hexadecimal digits
 * @param sampled whether the caller records it
 */
record TraceParent(String traceId, String spanId, boolean sampled) {
  /** Versions after 00 may say more, behind a dash. */
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final Pattern ZEROS = Pattern.compile("0+");
  private static final int HEXADECIMAL = 16;

  /** Empty when it is none, which is to be taken as if nothing had been said. */
  static Optional<TraceParent> parse(String header) {
    Matcher parts = FORM.matcher(header.strip());
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)
        || ZEROS.matcher(parts.group(2)).matches()
        || ZEROS.matcher(parts.group(3)).matches()) {
      return Optional.empty();
    }
    int flags = Integer.parseInt(parts.group(4), HEXADECIMAL);
    return Optional.of(new TraceParent(parts.group(2), parts.group(3), (flags & 1) != 0));
  }
}
