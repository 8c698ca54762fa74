package org.csiscaleio.image.disk;

import java.util.List;

/** What has become of operations that were sent together. */
sealed interface Result {
  /**
   * All are done.
   *
   * @param converted what the last one has left, as far as it is known
   */
  record Done(List<DiskResource> converted) implements Result {
    public Done {
      converted = List.copyOf(converted);
    }
  }

  /**
   * The last one was not done, and will not be.
   *
   * @param prepared whether those before it may have been done
   * @param tried whether it reached the agent
   */
  record Failed(String why, boolean prepared, boolean tried) implements Result {}

  /** They were not tried, and may be asked for again. */
  record Dropped(String why) implements Result {}

  /** It cannot be told whether they were done, or will be. */
  record Unknown(String why) implements Result {}
}
