package org.csiscaleio.gateway;

import java.util.Optional;
import java.util.Set;

/**
 * A user of the MDM.
 *
 * @param role in the array's words; empty when it does not say
 * @param passwordExpired whether nothing is allowed but to change the password
 */
public record GatewayUser(String name, String role, boolean passwordExpired) {
  private static final Set<String> CHANGE_VOLUMES =
      Set.of("SuperUser", "Administrator", "Configure", "FrontendConfigure", "FrontendConfig");
  private static final Set<String> ONLY_LOOK =
      Set.of("Monitor", "Security", "BackendConfigure", "BackendConfig");

  /** Whether the role lets volumes be made, mapped and removed; empty for one not known here. */
  public Optional<Boolean> mayChangeVolumes() {
    if (CHANGE_VOLUMES.contains(role)) {
      return Optional.of(true);
    }
    return ONLY_LOOK.contains(role) ? Optional.of(false) : Optional.empty();
  }
}
