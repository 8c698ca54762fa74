package org.csiscaleio.image.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that was done, as a part of a trace. Holds no secret.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentId the span whose part it is; empty: nobody's
 * @param beginNanos since 1970
 * @param endNanos since 1970
 * @param attributes in the order they are told
 * @param failed whether it ended otherwise than it should
 * @param message why it failed; may be empty
 */
record Span(
    String traceId,
    String spanId,
    String parentId,
    String name,
    Kind kind,
    long beginNanos,
    long endNanos,
    Map<String, String> attributes,
    boolean failed,
    String message) {

  /** OpenTelemetry's kinds, by the numbers they have in its protocol. */
  enum Kind {
    /** Within this program. */
    INTERNAL(1),
    /** For somebody who called. */
    SERVER(2),
    /** At somebody who was called. */
    CLIENT(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  Span {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
