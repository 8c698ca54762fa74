package org.csiscaleio.node.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.NodeSettings;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Deadline;

/**
 * A host of its own for a test: volumes are loop devices over sparse files behind emc-vol links, in
 * one temporary directory. Closing unmounts, detaches and deletes everything.
 */
final class Bench implements AutoCloseable {
  static final long MIB = 1024 * 1024;
  static final String SYSTEM = "1f3c6a2b7d8e9a0f";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final Path root;
  final Path byId;
  private final List<Volume> volumes = new ArrayList<>();

  Bench() throws IOException {
    root = Files.createTempDirectory("csi-scaleio-bench").toRealPath();
    byId = Files.createDirectory(root.resolve("by-id"));
  }

  /** A volume of the pretended array and its device on this host. */
  record Volume(VolumeId id, Path file, Path loop, Path link, long sizeBytes) {
    Mapping mapping() {
      return new Mapping(true, OptionalLong.of(sizeBytes));
    }
  }

  /** A volume with its device, and the link to it. */
  Volume volume(long sizeBytes) throws IOException {
    Volume volume = unlinkedVolume(sizeBytes);
    Files.createSymbolicLink(volume.link(), volume.loop());
    return volume;
  }

  /** A volume whose device is here, but not the link to it. */
  Volume unlinkedVolume(long sizeBytes) throws IOException {
    var id = new VolumeId(SYSTEM, String.format("%016x", NUMBERS.incrementAndGet()));
    Path file = root.resolve(id.volumeId() + ".img");
    try (var image = new RandomAccessFile(file.toFile(), "rw")) {
      image.setLength(sizeBytes);
    }
    Path loop = Path.of(run("losetup", "--find", "--show", file.toString()).strip());
    var volume = new Volume(id, file, loop, byId.resolve("emc-vol-" + id), sizeBytes);
    volumes.add(volume);
    return volume;
  }

  /** Another volume that holds what this one holds now, as large as the array then makes it. */
  Volume clone(Volume source, long sizeBytes) throws IOException {
    var id = new VolumeId(SYSTEM, String.format("%016x", NUMBERS.incrementAndGet()));
    Path file = root.resolve(id.volumeId() + ".img");
    run("cp", "--sparse=always", source.file().toString(), file.toString());
    try (var image = new RandomAccessFile(file.toFile(), "rw")) {
      image.setLength(sizeBytes);
    }
    Path loop = Path.of(run("losetup", "--find", "--show", file.toString()).strip());
    var volume = new Volume(id, file, loop, byId.resolve("emc-vol-" + id), sizeBytes);
    volumes.add(volume);
    Files.createSymbolicLink(volume.link(), volume.loop());
    return volume;
  }

  /** The same volume after the array has made it larger. */
  Volume grown(Volume volume, long sizeBytes) throws IOException {
    try (var image = new RandomAccessFile(volume.file().toFile(), "rw")) {
      image.setLength(sizeBytes);
    }
    run("losetup", "--set-capacity", volume.loop().toString());
    volumes.remove(volume);
    var grown = new Volume(volume.id(), volume.file(), volume.loop(), volume.link(), sizeBytes);
    volumes.add(grown);
    return grown;
  }

  /**
   * Takes the volume's device away. Once only: the next one to ask for a loop device, in whatever
   * test or program, may get the same.
   */
  void drop(Volume volume) throws IOException {
    if (volumes.remove(volume)) {
      run("losetup", "--detach", volume.loop().toString());
      Files.delete(volume.file());
      Files.deleteIfExists(volume.link());
    }
  }

  /** The kernel lets ext4 grow while mounted only with CAP_SYS_RESOURCE, number 24. */
  static boolean mayGrow(FileSystemType type) throws IOException {
    String capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .findFirst()
            .orElseThrow()
            .substring(8)
            .strip();
    boolean mayUseResources = (Long.parseUnsignedLong(capabilities, 16) >>> 24 & 1) == 1;
    return mayUseResources || type == FileSystemType.XFS || type == FileSystemType.BTRFS;
  }

  HostSettings settings() {
    return HostSettings.defaults()
        .withByIdDirectory(byId)
        .withDeviceWait(Duration.ofMillis(300))
        .withSdcDevice(root.resolve("no-scini"))
        .withDrvCfg(root.resolve("no-drv-cfg"))
        .withSdcGuid("b71f01ae-ff7a-47c5-a303-583ffd416818");
  }

  NodeService service() {
    return service(new LinuxKernel(), new ChildProcesses());
  }

  NodeService service(Kernel kernel, Commands commands) {
    return new NodeService(NodeSettings.defaults(), new LinuxHost(settings(), kernel, commands));
  }

  NodeService serviceWithoutStaging() {
    return new NodeService(NodeSettings.defaults().withStaging(false), LinuxHost.open(settings()));
  }

  Path directory(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60));
  }

  static Capability mount(FileSystemType type) {
    return new Capability(
        new Capability.Mount(Optional.of(type), List.of()), AccessMode.SINGLE_NODE_WRITER);
  }

  static Capability block() {
    return new Capability(new Capability.Block(), AccessMode.SINGLE_NODE_WRITER);
  }

  NodeRequest.Stage stage(Volume volume, Capability capability) throws IOException {
    return new NodeRequest.Stage(
        volume.id().toString(),
        directory("staging-" + volume.id().volumeId()),
        capability,
        volume.mapping(),
        VolumeContext.EMPTY);
  }

  NodeRequest.Unstage unstage(Volume volume) {
    return new NodeRequest.Unstage(
        volume.id().toString(), root.resolve("staging-" + volume.id().volumeId()));
  }

  NodeRequest.Publish publish(Volume volume, Capability capability, boolean readOnly) {
    return new NodeRequest.Publish(
        volume.id().toString(),
        target(volume),
        Optional.of(root.resolve("staging-" + volume.id().volumeId())),
        capability,
        readOnly,
        volume.mapping(),
        VolumeContext.EMPTY);
  }

  NodeRequest.Publish publishDirectly(Volume volume, Capability capability, boolean readOnly) {
    return new NodeRequest.Publish(
        volume.id().toString(),
        target(volume),
        Optional.empty(),
        capability,
        readOnly,
        volume.mapping(),
        VolumeContext.EMPTY);
  }

  NodeRequest.Unpublish unpublish(Volume volume) {
    return new NodeRequest.Unpublish(volume.id().toString(), target(volume));
  }

  Path target(Volume volume) {
    return root.resolve("target-" + volume.id().volumeId());
  }

  Path staging(Volume volume) {
    return root.resolve("staging-" + volume.id().volumeId());
  }

  /** What is mounted at the path, the topmost last, as the kernel shows it. */
  static List<Mount> mountsAt(Path path) throws IOException {
    return MountTable.parse(new LinuxKernel().mountInfo()).at(path);
  }

  /** How many mounts there are below the bench's directory. */
  List<Mount> mounts() throws IOException {
    return MountTable.parse(new LinuxKernel().mountInfo()).all().stream()
        .filter(mount -> mount.point().startsWith(root))
        .toList();
  }

  /** Runs a command of the host, which must succeed; answers what it printed. */
  static String run(String... command) {
    Commands.Ended ended = new ChildProcesses().run(List.of(command), soon());
    if (!ended.ok()) {
      throw new AssertionError(String.join(" ", command) + ": " + ended.words());
    }
    return ended.output();
  }

  static void write(Path file, long offset, byte[] bytes) throws IOException {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      out.write(bytes);
      out.getFD().sync();
    }
  }

  private static void unmount(Kernel kernel, Path point) throws IOException {
    try {
      kernel.unmount(point, false);
    } catch (ErrnoException e) {
      // A call that a test let hang may have been quicker.
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    var kernel = new LinuxKernel();
    for (List<Mount> left = mounts(); !left.isEmpty(); left = mounts()) {
      unmount(kernel, left.getLast().point());
    }
    for (Volume volume : List.copyOf(volumes)) {
      drop(volume);
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
