package org.csiscaleio.image.volumes;

import java.util.List;
import org.csiscaleio.gateway.Sdc;

/** What is to become of a volume. */
sealed interface Verdict {
  /**
   * It gets another name.
   *
   * @param unmap from whom it is taken first; each is disconnected
   */
  record Rename(String newName, List<Sdc> unmap) implements Verdict {
    public Rename {
      unmap = List.copyOf(unmap);
    }
  }

  /** It is as wanted. */
  record Done() implements Verdict {}

  /** It must not be touched. */
  record Refused(String why) implements Verdict {}
}
