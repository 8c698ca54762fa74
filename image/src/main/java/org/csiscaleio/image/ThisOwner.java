package org.csiscaleio.image;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.node.service.Host;
import org.csiscaleio.operation.Deadline;

/**
 * For whom this plugin speaks: whom the operator named, else the SDC of this host and the plugin's
 * instance. A configured GUID counts before what the SDC says, so that the owner is the same
 * whether the SDC is up or not.
 */
final class ThisOwner implements OwnerSource {
  private final Configuration.Sharing sharing;
  private final Optional<String> configuredGuid;
  private final Host host;

  ThisOwner(Configuration.Sharing sharing, Optional<String> configuredGuid, Host host) {
    this.sharing = requireNonNull(sharing, "sharing is null");
    this.configuredGuid = requireNonNull(configuredGuid, "configuredGuid is null");
    this.host = requireNonNull(host, "host is null");
  }

  @Override
  public Identity ask(Deadline deadline) {
    Optional<Owner> named = sharing.owner().map(Owner::new);
    if (named.isPresent() && named.get().sdcGuid().isEmpty()) {
      return new Identity(named.get(), Optional.empty());
    }
    // An operator may name a host's owner: then it matters whether that is this host.
    String guid = configuredGuid.orElseGet(() -> host.nodeId(deadline));
    return new Identity(
        named.orElseGet(() -> Owner.of(guid, sharing.instance())), Optional.of(guid));
  }
}
