package org.csiscaleio.image;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.ArrayAccess;
import org.csiscaleio.node.service.ArrayWish;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Lends a node the use cases of several systems: a volume's own where its id says it, the one that
 * its context names, else the first.
 */
final class SystemsArrayAccess implements ArrayAccess {
  private final Map<String, ArrayAccess> bySystemId;

  /**
   * @param bySystemId two or more, in the operator's order
   */
  SystemsArrayAccess(Map<String, ArrayAccess> bySystemId) {
    this.bySystemId = new LinkedHashMap<>(bySystemId);
  }

  @Override
  public VolumeId resolve(String handle, ArrayWish wish, Deadline deadline) {
    String named = wish.system().orElse(first());
    return VolumeId.parse(handle, VolumeId.isId(named) ? named : first())
        .map(VolumeId::systemId)
        .map(this::of)
        .orElseGet(() -> wished(wish))
        .resolve(handle, wish, deadline);
  }

  @Override
  public VolumeId create(
      String name, Capability capability, VolumeContext context, Deadline deadline) {
    return wished(context.array()).create(name, capability, context, deadline);
  }

  /** What all allow together; unless all tell, nothing is known. */
  @Override
  public OptionalInt volumesPerNode(Deadline deadline) {
    int sum = 0;
    for (ArrayAccess access : bySystemId.values()) {
      OptionalInt one = access.volumesPerNode(deadline);
      if (one.isEmpty()) {
        return one;
      }
      sum = (int) Math.min(Integer.MAX_VALUE, (long) sum + one.getAsInt());
    }
    return OptionalInt.of(sum);
  }

  @Override
  public boolean mapped(VolumeId volume, String nodeId, Deadline deadline) {
    return of(volume.systemId()).mapped(volume, nodeId, deadline);
  }

  @Override
  public Mapping map(VolumeId volume, Use use, Deadline deadline) {
    return of(volume.systemId()).map(volume, use, deadline);
  }

  @Override
  public void unmap(VolumeId volume, String nodeId, Deadline deadline) {
    of(volume.systemId()).unmap(volume, nodeId, deadline);
  }

  private String first() {
    return bySystemId.keySet().iterator().next();
  }

  private ArrayAccess wished(ArrayWish wish) {
    return of(wish.system().orElse(first()));
  }

  private ArrayAccess of(String systemId) {
    ArrayAccess access = bySystemId.get(systemId.toLowerCase(Locale.ROOT));
    if (access == null) {
      throw Failure.precondition(
          "this plugin serves the systems "
              + String.join(", ", bySystemId.keySet())
              + ", not '"
              + systemId
              + "'; correct systemId in the volume_context, which is an id here, or the volume's id");
    }
    return access;
  }
}
