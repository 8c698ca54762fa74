package org.csiscaleio.deploy.master;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/** An agent, as far as it is disks. Guarded by its master. */
public final class AgentDouble {
  final String id;
  final String host;
  List<Resource> total = new ArrayList<>();

  /** Of tasks, and of operations that go on; as Mesos, without their allocation. */
  List<Resource> used = new ArrayList<>();

  /** A pool that is reserved as all of them are when they appear. */
  List<Resource> defaultReserved = List.of();

  /** Known to the master from before its start, and not back since. */
  volatile boolean awaited;

  /** Whether it is connected. */
  volatile boolean active = true;

  private int made;

  AgentDouble(String id, String host) {
    this.id = id;
    this.host = host;
  }

  /** With a pool or disk more. */
  public AgentDouble has(Resource resource) {
    total = Disks.plus(total, resource);
    return this;
  }

  /** With a pool whose reservations are the provider's default. */
  public AgentDouble reserves(Resource pool) {
    defaultReserved = List.of(pool);
    return has(pool);
  }

  /** With a disk that a task uses. */
  public AgentDouble uses(Resource resource) {
    has(resource);
    used = Disks.plus(used, resource);
    return this;
  }

  /** The master was started anew, and it has not come back: its disks are not known. */
  public AgentDouble isAwaited() {
    awaited = true;
    return this;
  }

  /** It has lost its connection; the master still knows what it has, and offers none of it. */
  public AgentDouble isAway() {
    active = false;
    return this;
  }

  String nextVolume() {
    made++;
    return "1a2b3c4d5e6f7081-5f8a2c01%08d".formatted(made);
  }

  /** Replaces a part of what there is; it must be there. */
  void convert(Resource what, Optional<Resource> into) {
    List<Resource> rest =
        Disks.minus(total, what)
            .orElseThrow(() -> new IllegalStateException(host + " has no " + what));
    total = into.map(resource -> Disks.plus(rest, resource)).orElse(rest);
  }

  void use(Resource what) {
    used = Disks.plus(used, what);
  }

  void release(Resource what) {
    used = Disks.minus(used, what).orElseThrow();
  }

  /** What nobody uses. */
  List<Resource> free() {
    List<Resource> free = total;
    for (Resource each : used) {
      free = Disks.minus(free, each).orElseThrow();
    }
    return free;
  }
}
