package org.csiscaleio.mesos.provider;

import java.util.List;
import org.csiscaleio.mesos.DiskProfile;

/**
 * The provider's checkpoint: W/meta/slaves/agent/resource_providers/type/name/id/state.
 *
 * @param operations those not yet acknowledged; here, all
 * @param profiles those that storage pools belong to; 1.6 on
 */
record ProviderState(
    String id, Resources resources, List<Operation> operations, List<DiskProfile> profiles) {
  ProviderState {
    operations = List.copyOf(operations);
    profiles = List.copyOf(profiles);
  }
}
