package org.csiscaleio.mesos.provider;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.csiscaleio.mesos.DiskProfile;
import org.csiscaleio.mesos.Failed;

/** The module that says which profiles there are; the operator may change them. */
public final class DiskProfileAdaptor {
  private volatile List<DiskProfile> profiles = List.of();

  public DiskProfileAdaptor(DiskProfile... profiles) {
    set(List.of(profiles));
  }

  public void set(Collection<DiskProfile> now) {
    profiles = List.copyOf(now);
  }

  public List<DiskProfile> profiles() {
    return profiles;
  }

  /** 1.5.x:P:938: the start blocks until all profiles of checkpointed pools are known again. */
  void waitFor(Set<String> names, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!known().containsAll(names)) {
      if (System.nanoTime() - end > 0) {
        throw new Failed("waits for ever for the profiles " + names);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Set<String> known() {
    return profiles.stream().map(DiskProfile::name).collect(Collectors.toSet());
  }
}
