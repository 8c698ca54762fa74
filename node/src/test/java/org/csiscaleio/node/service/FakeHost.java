package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.VolumeTrouble;

/** A machine in memory. Everything asked of it can be delayed or made to fail by a hand. */
public final class FakeHost implements Host {
  /** Called before each thing that is asked. */
  public interface Hand {
    void before(String what);
  }

  private record Showing(VolumeId volume, Shown shown) {}

  private final Map<VolumeId, Device> devices = new HashMap<>();
  private final Map<Path, Showing> shown = new TreeMap<>();
  private final Set<VolumeId> formatted = new HashSet<>();
  public final Set<String> systems = new HashSet<>(Set.of("1f3c6a2b7d8e9a0f"));
  public final Set<Path> paths = new HashSet<>();
  public final List<VolumeTrouble> troubles = new ArrayList<>();
  public final List<MountPlan> plans = new ArrayList<>();
  public volatile Hand hand = what -> {};

  /** A volume of 8 GiB arrives. */
  public synchronized VolumeId add(int number) {
    var id = new VolumeId("1f3c6a2b7d8e9a0f", String.format("%016x", number));
    devices.put(id, new Device(id, Path.of("/dev/scini" + number), 253, number, 8L << 30));
    return id;
  }

  public synchronized Map<Path, Shown> everythingShown() {
    var all = new TreeMap<Path, Shown>();
    shown.forEach((path, showing) -> all.put(path, showing.shown()));
    return all;
  }

  public synchronized void show(Path path, VolumeId volume, Shown what) {
    shown.put(path, new Showing(volume, what));
  }

  @Override
  public String nodeId(Deadline deadline) {
    hand.before("nodeId");
    return "B71F01AE-FF7A-47C5-A303-583FFD416818";
  }

  @Override
  public Optional<Set<String>> systems(Deadline deadline) {
    hand.before("systems");
    return Optional.of(systems);
  }

  @Override
  public synchronized Optional<String> systemWithVolume(String volumeId) {
    return devices.keySet().stream()
        .filter(id -> id.volumeId().equals(volumeId))
        .map(VolumeId::systemId)
        .findFirst();
  }

  @Override
  public synchronized Optional<Device> device(VolumeId volume, Deadline deadline) {
    return Optional.ofNullable(devices.get(volume));
  }

  @Override
  public Device awaitDevice(VolumeId volume, Mapping mapping, Deadline deadline) {
    hand.before("awaitDevice");
    return device(volume, deadline).orElseThrow(() -> Failure.unavailable("no device"));
  }

  @Override
  public synchronized Shown shownAt(VolumeId volume, Path path, Deadline deadline) {
    Showing showing = shown.get(path);
    if (showing == null) {
      return new Shown.Nothing();
    }
    return showing.volume().equals(volume)
        ? showing.shown()
        : new Shown.SomethingElse("volume " + showing.volume());
  }

  @Override
  public synchronized List<Shown.At> shown(Device device, Deadline deadline) {
    return shown.entrySet().stream()
        .filter(entry -> entry.getValue().volume().equals(device.volume()))
        .map(entry -> new Shown.At(entry.getKey(), entry.getValue().shown()))
        .toList();
  }

  @Override
  public void mount(Device device, Path at, MountPlan plan, Deadline deadline) {
    hand.before("mount");
    synchronized (this) {
      if (plan.readOnly() && !formatted.contains(device.volume())) {
        throw Failure.precondition("blank");
      }
      formatted.add(device.volume());
      plans.add(plan);
      put(
          at,
          device.volume(),
          new Shown.FileSystem(
              plan.whenBlank().word(),
              plan.readOnly(),
              false,
              Set.copyOf(plan.flags()),
              root(plan)));
    }
  }

  private static String root(MountPlan plan) {
    return plan.within().map(SubPath::fromRoot).orElse("/");
  }

  @Override
  public void grow(Device device, Path at, Deadline deadline) {
    hand.before("grow");
  }

  /** The volume's device becomes as large. */
  public synchronized void resize(VolumeId volume, long bytes) {
    devices.computeIfPresent(
        volume, (id, d) -> new Device(id, d.node(), d.major(), d.minor(), bytes));
  }

  @Override
  public Device awaitSize(VolumeId volume, long bytes, Deadline deadline) {
    hand.before("awaitSize");
    return device(volume, deadline)
        .filter(device -> device.sizeBytes() >= bytes)
        .orElseThrow(() -> Failure.unavailable("did not grow"));
  }

  @Override
  public void expand(Device device, Path at, Deadline deadline) {
    hand.before("expand " + at);
  }

  @Override
  public void bind(Device device, Path from, Path to, MountPlan plan, Deadline deadline) {
    hand.before("bind");
    synchronized (this) {
      Showing source = shown.get(from);
      if (source == null || !(source.shown() instanceof Shown.FileSystem fs)) {
        throw Failure.internal("nothing at " + from, null);
      }
      put(
          to,
          device.volume(),
          new Shown.FileSystem(
              fs.type(), plan.readOnly() || fs.readOnly(), false, fs.flags(), root(plan)));
    }
  }

  @Override
  public void prepareRaw(Device device, boolean readOnly, Deadline deadline) {
    hand.before(readOnly ? "prepareRaw read-only" : "prepareRaw");
    rawReadOnly = readOnly;
  }

  private volatile boolean rawReadOnly;

  @Override
  public void bindRaw(Device device, Path to, Deadline deadline) {
    hand.before("bindRaw");
    put(to, device.volume(), new Shown.RawDevice(rawReadOnly));
  }

  private synchronized void put(Path path, VolumeId volume, Shown what) {
    if (shown.putIfAbsent(path, new Showing(volume, what)) != null) {
      throw new AssertionError("mounts would stack at " + path);
    }
  }

  @Override
  public void unmount(VolumeId volume, Path path, Deadline deadline) {
    hand.before("unmount");
    synchronized (this) {
      Showing showing = shown.get(path);
      if (showing != null && !showing.volume().equals(volume)) {
        throw Failure.precondition("something else");
      }
      shown.remove(path);
    }
  }

  @Override
  public synchronized Optional<VolumeId> volumeShownAt(Path path, Deadline deadline) {
    return Optional.ofNullable(shown.get(path)).map(Showing::volume);
  }

  @Override
  public synchronized void requireUnused(VolumeId volume, Deadline deadline) {
    hand.before("requireUnused");
    if (shown.values().stream().anyMatch(showing -> showing.volume().equals(volume))) {
      throw Failure.unavailable("volume " + volume + " is in use");
    }
  }

  @Override
  public synchronized boolean makeDirectory(VolumeId volume, Path path, Deadline deadline) {
    return paths.add(path);
  }

  @Override
  public synchronized boolean makeFile(VolumeId volume, Path path, Deadline deadline) {
    return paths.add(path);
  }

  @Override
  public synchronized void requireDirectory(VolumeId volume, Path path, Deadline deadline) {
    require(path);
  }

  @Override
  public synchronized void requireFile(VolumeId volume, Path path, Deadline deadline) {
    require(path);
  }

  private void require(Path path) {
    if (!paths.contains(path)) {
      throw Failure.precondition(path + " does not exist");
    }
  }

  @Override
  public synchronized void removeEmpty(VolumeId volume, Path path, Deadline deadline) {
    paths.remove(path);
  }

  @Override
  public List<VolumeTrouble> troubles(Device device, List<Shown.At> places, Deadline deadline) {
    hand.before("troubles");
    return List.copyOf(troubles);
  }

  @Override
  public List<StorageTrouble> storageTroubles(Deadline deadline) {
    return List.of();
  }

  @Override
  public Usage usage(Device device, Path path, Deadline deadline) {
    return new Usage.FileSystem(100, 40, 60, 10, 4, 6);
  }
}
