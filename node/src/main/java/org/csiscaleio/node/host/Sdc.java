package org.csiscaleio.node.host;

import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** The ScaleIO data client of this node: the driver that brings volumes in as block devices. */
interface Sdc {
  /**
   * Its GUID, upper-case, as the array knows it.
   *
   * @throws Failure UNAVAILABLE when it cannot be asked
   */
  String guid(Deadline deadline);

  /**
   * Has it look for volumes newly mapped to it.
   *
   * @throws Failure UNAVAILABLE when it cannot be asked
   */
  void rescan(Deadline deadline);
}
