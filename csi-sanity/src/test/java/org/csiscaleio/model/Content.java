package org.csiscaleio.model;

/**
 * What a volume holds.
 *
 * @param formatted whether there is a file system
 * @param leastGib how much of the volume the file system uses at least
 * @param mostGib how much it uses at most: the host may have known of more or not, when it mounted
 * @param clean whether the file system was unmounted since it was last mounted for writing
 * @param token what was written last; 0 for nothing
 */
record Content(boolean formatted, long leastGib, long mostGib, boolean clean, long token) {
  static final Content BLANK = new Content(false, 0, 0, true, 0);

  /**
   * Mounted for writing.
   *
   * @param seenGib what the host is known to have seen of the device
   * @param gib how large the volume is
   */
  Content mounted(long seenGib, long gib) {
    return new Content(true, Math.max(leastGib, seenGib), gib, false, token);
  }

  /** Mounted for writing where the program may not make it larger. */
  Content mountedAsItIs() {
    return new Content(formatted, leastGib, mostGib, false, token);
  }

  Content unmounted() {
    return new Content(formatted, leastGib, mostGib, true, token);
  }

  Content written(long newToken) {
    return new Content(formatted, leastGib, mostGib, clean, newToken);
  }
}
