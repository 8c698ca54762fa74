package org.csiscaleio.mesos.provider;

import java.util.List;
import java.util.Optional;

/**
 * What an agent offers. Operations on it are dropped once the resources have got another version.
 *
 * @param version resource_version_uuid at the time
 */
public record Offer(String version, Resources resources) {
  /** The storage pool of a profile; of several parts the unreserved or first one. */
  public Optional<Resource> pool(String profile) {
    return resources.all().stream()
        .filter(it -> it.isPool() && it.profile().equals(Optional.of(profile)))
        .findFirst();
  }

  /** The size of all that is left of a profile's pool, in bytes. */
  public long poolBytes(String profile) {
    return resources.all().stream()
        .filter(it -> it.isPool() && it.profile().equals(Optional.of(profile)))
        .mapToLong(Resource::bytes)
        .sum();
  }

  /** The disks that a volume is offered as; more than one is a phantom or a duplicate. */
  public List<Resource> disks(String volumeId) {
    return resources.all().stream().filter(it -> it.id().equals(Optional.of(volumeId))).toList();
  }

  /** Every disk that has an id. */
  public List<Resource> disks() {
    return resources.all().stream().filter(it -> it.id().isPresent()).toList();
  }
}
