package org.csiscaleio.controller.service;

import org.csiscaleio.operation.Deadline;

/** Tells which volumes there are now, for a listing that begins. */
interface ListingSource {
  Listing read(Deadline deadline);
}
