package org.csiscaleio.mesos.wire;

import java.util.List;
import java.util.Map;
import org.csiscaleio.mesos.Capability;

/** What came of ValidateVolumeCapabilities. */
public sealed interface Validation {
  /** The two older generations say yes or no. */
  record Answer(boolean supported, String message) implements Validation {}

  /** csi.v1 says what it has confirmed. */
  record Confirmed(
      Map<String, String> context, List<Capability> capabilities, Map<String, String> parameters)
      implements Validation {
    public Confirmed {
      context = Map.copyOf(context);
      capabilities = List.copyOf(capabilities);
      parameters = Map.copyOf(parameters);
    }
  }
}
