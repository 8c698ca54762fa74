package org.csiscaleio.controller.service;

import org.csiscaleio.operation.Deadline;

/** Tells which volumes there are now, for a listing that begins. */
interface ListingSource {
  /**
   * All volumes of the scope.
   *
   * @param withTroubles also tells how they are, in cluster scope
   */
  Listing read(boolean withTroubles, Deadline deadline);
}
