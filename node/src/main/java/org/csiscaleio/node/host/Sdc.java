package org.csiscaleio.node.host;

import java.util.Set;
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
   * The systems whose volumes it serves, connected or not, by id.
   *
   * @throws Failure UNAVAILABLE when it cannot be asked
   */
  Set<String> systems(Deadline deadline);

  /**
   * Has it look for volumes newly mapped to it.
   *
   * @throws Failure UNAVAILABLE when it cannot be asked
   */
  void rescan(Deadline deadline);
}
