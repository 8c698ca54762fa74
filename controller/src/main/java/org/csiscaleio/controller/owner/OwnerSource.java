package org.csiscaleio.controller.owner;

import java.util.Optional;
import org.csiscaleio.operation.Deadline;

/** Tells an instance in node scope for whom it speaks. */
public interface OwnerSource {
  /**
   * For whom, and on which host.
   *
   * @param sdcGuid of this host's SDC; empty when it was not needed to know the owner
   */
  record Identity(Owner owner, Optional<String> sdcGuid) {}

  /**
   * The same answer whenever there is one.
   *
   * @throws org.csiscaleio.operation.Failure UNAVAILABLE while it is not known, because the host's
   *     SDC is not up yet, say
   */
  Identity ask(Deadline deadline);
}
