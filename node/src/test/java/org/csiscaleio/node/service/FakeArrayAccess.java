package org.csiscaleio.node.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** An array in memory: which volume has which name, and which node has it. */
final class FakeArrayAccess implements ArrayAccess {
  static final String OTHER = "another node";

  private final Map<String, VolumeId> named = new TreeMap<>();
  private final Map<VolumeId, String> mappedTo = new HashMap<>();

  /** Called before each thing that is asked. */
  volatile Consumer<String> hand = what -> {};

  /** What {@link #create} answers. */
  volatile Optional<VolumeId> toMake = Optional.empty();

  synchronized void name(String name, VolumeId volume) {
    named.put(name, volume);
  }

  synchronized void mapTo(VolumeId volume, String nodeId) {
    mappedTo.put(volume, nodeId);
  }

  synchronized Optional<String> hostOf(VolumeId volume) {
    return Optional.ofNullable(mappedTo.get(volume));
  }

  synchronized void forgetMappings() {
    mappedTo.clear();
  }

  @Override
  public VolumeId resolve(String handle, ArrayWish wish, Deadline deadline) {
    hand.accept("resolve");
    synchronized (this) {
      return Optional.ofNullable(named.get(handle))
          .orElseThrow(() -> Failure.notFound("no volume " + handle));
    }
  }

  @Override
  public VolumeId create(
      String name, Capability capability, VolumeContext context, Deadline deadline) {
    hand.accept("create");
    VolumeId made = toMake.orElseThrow();
    name("name:" + name, made);
    return made;
  }

  @Override
  public OptionalInt volumesPerNode(Deadline deadline) {
    hand.accept("volumesPerNode");
    return OptionalInt.of(8192);
  }

  @Override
  public boolean mapped(VolumeId volume, String nodeId, Deadline deadline) {
    hand.accept("mapped");
    return hostOf(volume).filter(nodeId::equals).isPresent();
  }

  @Override
  public Mapping map(VolumeId volume, Use use, Deadline deadline) {
    hand.accept("map");
    synchronized (this) {
      if (!mappedTo.getOrDefault(volume, use.nodeId()).equals(use.nodeId())) {
        throw Failure.precondition(volume + " is mapped to " + mappedTo.get(volume));
      }
      mappedTo.put(volume, use.nodeId());
    }
    return new Mapping(true, OptionalLong.empty());
  }

  @Override
  public void unmap(VolumeId volume, String nodeId, Deadline deadline) {
    hand.accept("unmap");
    synchronized (this) {
      mappedTo.remove(volume, nodeId);
    }
  }
}
