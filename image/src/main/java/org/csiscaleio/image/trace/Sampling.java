package org.csiscaleio.image.trace;

/**
 * Which of the traces that begin here are recorded: by the trace's id, so that all who decide by
 * the same ratio decide alike. What comes from a caller was decided there.
 *
 * @param ratio from 0, none, to 1, all
 */
record Sampling(double ratio) {
  private static final int RANDOM_DIGITS = 14;
  private static final int HEXADECIMAL = 16;
  private static final double ALL = 0x1p56;

  boolean takes(String traceId) {
    String random = traceId.substring(traceId.length() - RANDOM_DIGITS);
    return Long.parseLong(random, HEXADECIMAL) / ALL < ratio;
  }
}
