package org.csiscaleio.image.mesos;

import java.util.Optional;

/**
 * A storage pool as operators name it, {@code DOMAIN/POOL} or {@code POOL}.
 *
 * @param domain empty where the pool's name alone tells it
 */
record PoolName(Optional<String> domain, String pool) {
  /**
   * @throws IllegalArgumentException when it has more than one slash, or an empty part
   */
  static PoolName parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length > 2
        || text.isEmpty()
        || parts[0].isEmpty()
        || parts[parts.length - 1].isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' is no pool; say DOMAIN/POOL, or POOL");
    }
    return parts.length == 2
        ? new PoolName(Optional.of(parts[0]), parts[1])
        : new PoolName(Optional.empty(), parts[0]);
  }

  @Override
  public String toString() {
    return domain.map(name -> name + "/").orElse("") + pool;
  }
}
