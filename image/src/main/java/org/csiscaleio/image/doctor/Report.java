package org.csiscaleio.image.doctor;

import java.util.List;
import org.csiscaleio.operation.Finding;

/** Who is told what was found. */
interface Report {
  /** The next one to be added; it may take a while. */
  void waitingFor(Check check);

  void add(Check check, List<Finding> findings);

  /** Nothing more comes. */
  void end(Tally tally);
}
