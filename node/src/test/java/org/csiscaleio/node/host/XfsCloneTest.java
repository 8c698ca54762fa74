package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An xfs clone beside its source in use gets a UUID of its own, and is never in danger by it. */
class XfsCloneTest {
  private static final Capability XFS = mount(FileSystemType.XFS);
  private static final Capability READER =
      new Capability(
          new Capability.Mount(Optional.of(FileSystemType.XFS), List.of()),
          AccessMode.SINGLE_NODE_READER_ONLY);
  private static final long SIZE = 320 * MIB;

  private Bench bench;
  private NodeService node;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
    node = bench.service();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  /** A source in use, whose clones have a log to replay. */
  private Bench.Volume sourceInUse() throws IOException {
    var source = bench.volume(SIZE);
    stage(source);
    Files.writeString(bench.staging(source).resolve("data"), "precious");
    Bench.run("sync", "-f", bench.staging(source).toString());
    return source;
  }

  private void stage(Bench.Volume volume) throws IOException {
    node.stage(bench.stage(volume, XFS), soon());
  }

  private void unstage(Bench.Volume volume) {
    node.unstage(bench.unstage(volume), soon());
  }

  private static String uuid(Bench.Volume volume) {
    String node = volume.loop().toString();
    return Bench.run("blkid", "-p", "-s", "UUID", "-o", "value", node).strip();
  }

  private boolean comparesUuids(Bench.Volume volume) throws IOException {
    Mount mount = Bench.mountsAt(bench.staging(volume)).getLast();
    return !mount.superOptions().contains("nouuid");
  }

  private void holdsTheData(Bench.Volume volume) {
    assertThat(bench.staging(volume).resolve("data")).hasContent("precious");
  }

  /** Also when it is mounted for a moment longer in a namespace that was made meanwhile. */
  private static void requireSound(Bench.Volume volume) throws IOException {
    hold().requireUnused(device(volume), soon());
    Bench.run("xfs_repair", "-n", volume.loop().toString());
  }

  private void stagedWithItsOwn(Bench.Volume clone, Bench.Volume source) throws IOException {
    stage(clone);
    holdsTheData(clone);
    assertThat(comparesUuids(clone)).isTrue();
    assertThat(uuid(clone)).isNotEqualTo(uuid(source));
  }

  @Test
  void aCloneBesideItsSourceGetsAUuidOfItsOwnOnceAndIsThenMountedAsAnyOther() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    assertThat(uuid(clone)).isEqualTo(uuid(source));

    stagedWithItsOwn(clone, source);
    String own = uuid(clone);
    Files.writeString(bench.staging(clone).resolve("more"), "written");
    unstage(clone);
    requireSound(clone);
    stagedWithItsOwn(clone, source);

    assertThat(uuid(clone)).isEqualTo(own);
    assertThat(bench.staging(clone).resolve("more")).hasContent("written");
    // Its own clones are told from it and from its source as well.
    Bench.run("sync", "-f", bench.staging(clone).toString());
    var second = bench.clone(clone, 2 * SIZE);
    stagedWithItsOwn(second, clone);
    assertThat(uuid(second)).isNotEqualTo(uuid(source));
    assertThat(Files.getFileStore(bench.staging(second)).getTotalSpace()).isGreaterThan(SIZE);
    unstage(second);
    requireSound(second);
    unstage(source);
    requireSound(source);
  }

  /** Block, sector and log sizes that mkfs.xfs may have been told, or found to be good. */
  @ParameterizedTest
  @ValueSource(strings = {"-b size=1024", "-s size=4096", "-l su=32768", "-l su=4096"})
  void howeverItWasMade(String options) throws IOException {
    var source = bench.volume(SIZE);
    var command = new ArrayList<>(List.of("mkfs.xfs", "-q"));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(source.loop().toString());
    Bench.run(command.toArray(String[]::new));
    stage(source);
    Files.writeString(bench.staging(source).resolve("data"), "precious");
    Bench.run("sync", "-f", bench.staging(source).toString());
    var clone = bench.clone(source, SIZE);

    stagedWithItsOwn(clone, source);

    unstage(clone);
    requireSound(clone);
  }

  /**
   * Of what a write covers only one sector differs, so no loss of power can tear what it changes.
   */
  @Test
  void eachWriteChangesOneSectorAndIsOnTheMediumBeforeTheNextStep() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    var order = new ArrayList<String>();
    Kernel watched =
        Tampered.kernel(
            new LinuxKernel(),
            (method, arguments) -> {
              if (method.equals("write")) {
                order.add(changed(clone, (Long) arguments[1], (byte[]) arguments[2]));
              } else if (method.equals("flush")) {
                order.add("flush");
              }
            });

    bench.service(watched, new ChildProcesses()).stage(bench.stage(clone, XFS), soon());

    assertThat(comparesUuids(clone)).isTrue();
    // Four groups: three spare superblocks.
    assertThat(order)
        .containsExactly(
            "log", "flush", "spare", "spare", "spare", "flush", "first", "flush", "log", "flush");
  }

  /** What a write is about to change, which must be one sector. */
  private static String changed(Bench.Volume volume, long at, byte[] bytes) throws IOException {
    byte[] before = new byte[bytes.length];
    try (var file = new RandomAccessFile(volume.file().toFile(), "r")) {
      file.seek(at);
      file.readFully(before);
    }
    var sectors = new TreeSet<Integer>();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != before[i]) {
        sectors.add(i / 512);
      }
    }
    assertThat(sectors).hasSize(1);
    boolean superblock = new String(bytes, 0, 4, US_ASCII).equals("XFSB");
    return superblock ? (at == 0 ? "first" : "spare") : "log";
  }

  /** Each effect of the program's in turn is the last before it is killed. */
  @Test
  void killedBetweenAnyTwoEffectsItIsMountedByAnyoneAndTheSameCallAgainEndsRight()
      throws IOException {
    var source = sourceInUse();
    boolean survived = false;
    int effects = 0;
    for (; !survived; effects++) {
      assertThat(effects).as("effects of one life").isLessThan(60);
      var clone = bench.clone(source, SIZE);
      survived = survives(effects, clone);
      if (!survived) {
        anyoneCanMount(clone);
      }
      stage(clone);
      holdsTheData(clone);
      unstage(clone);
      stagedWithItsOwn(clone, source);
      unstage(clone);
      requireSound(clone);
      assertThat(bench.mounts()).as("after death at effect %s", effects).hasSize(1);
      bench.drop(clone);
    }
    // Two mounts, an unmount, four flushes, five writes.
    assertThat(effects).isGreaterThan(12);
  }

  private boolean survives(int effects, Bench.Volume clone) throws IOException {
    try {
      bench
          .service(new Life(effects).kernel(), new ChildProcesses())
          .stage(bench.stage(clone, XFS), soon());
      return true;
    } catch (Life.Killed e) {
      return false;
    }
  }

  /** As the device was left, on this host beside its source and on another without it. */
  private void anyoneCanMount(Bench.Volume clone) throws IOException {
    var copy = bench.clone(clone, SIZE);
    Path place = bench.directory("anyone");
    Bench.run("mount", "-o", "nouuid", copy.loop().toString(), place.toString());
    assertThat(place.resolve("data")).hasContent("precious");
    Bench.run("umount", place.toString());
    Bench.run("xfs_repair", copy.loop().toString());
    Bench.run("mount", "-o", "nouuid", copy.loop().toString(), place.toString());
    assertThat(place.resolve("data")).hasContent("precious");
    Bench.run("umount", place.toString());
    bench.drop(copy);
  }

  @Test
  void aReadersCloneIsNotChanged() throws IOException {
    var source = sourceInUse();
    unstage(source);
    var clone = bench.clone(source, SIZE);
    stage(source);

    node.stage(bench.stage(clone, READER), soon());

    holdsTheData(clone);
    assertThat(comparesUuids(clone)).isFalse();
    assertThat(uuid(clone)).isEqualTo(uuid(source));
  }

  @Test
  void aKernelFromBeforeItCouldStillMountWhatItCouldMountBefore() throws IOException {
    var source = bench.volume(SIZE);
    String old = "reflink=0,bigtime=0,inobtcount=0,rmapbt=0";
    Bench.run("mkfs.xfs", "-q", "-m", old, source.loop().toString());
    stage(source);
    Files.writeString(bench.staging(source).resolve("data"), "precious");
    Bench.run("sync", "-f", bench.staging(source).toString());
    var clone = bench.clone(source, SIZE);

    staysAsItWas(clone, source);
  }

  private void staysAsItWas(Bench.Volume clone, Bench.Volume source) throws IOException {
    stage(clone);
    holdsTheData(clone);
    assertThat(comparesUuids(clone)).isFalse();
    assertThat(uuid(clone)).isEqualTo(uuid(source));
    unstage(clone);
  }

  @Test
  void whoAskedForNouuidKeepsTheUuid() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    var asked =
        new Capability(
            new Capability.Mount(Optional.of(FileSystemType.XFS), List.of("nouuid")),
            AccessMode.SINGLE_NODE_WRITER);

    node.stage(bench.stage(clone, asked), soon());

    holdsTheData(clone);
    assertThat(uuid(clone)).isEqualTo(uuid(source));
  }

  @Test
  void withASpareSuperblockThatIsNotWellItIsLeftAlone() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    // The second of four groups.
    Bench.write(clone.loop(), SIZE / 4 + 200, new byte[] {1, 2, 3});

    staysAsItWas(clone, source);
  }

  @Test
  void withoutTheToolThatKnowsWhereALogEndsItIsLeftAlone() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    node =
        bench.service(
            new LinuxKernel(),
            (command, deadline) -> {
              if (command.getFirst().equals("xfs_logprint")) {
                throw Failure.precondition("xfs_logprint is missing");
              }
              return new ChildProcesses().run(command, deadline);
            });

    staysAsItWas(clone, source);
  }

  @Test
  void aLogThatIsToBeReplayedIsNotTouched() throws IOException {
    var source = sourceInUse();
    var clone = bench.clone(source, SIZE);
    String before = digest(clone);
    var uuid = new XfsUuid(new LinuxKernel(), new ChildProcesses(), hold());

    assertThatThrownBy(() -> uuid.change(device(clone), UUID.randomUUID(), soon()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("its log is not clean");

    assertThat(digest(clone)).isEqualTo(before);
  }

  private static DeviceHold hold() {
    return new DeviceHold(
        new LinuxKernel(), new BoundedCalls(), new ProcessTable(Path.of("/proc")));
  }

  private static Device device(Bench.Volume volume) throws IOException {
    DeviceNumber number = new LinuxKernel().stat(volume.loop()).orElseThrow().device();
    return new Device(
        volume.id(), volume.loop(), number.major(), number.minor(), volume.sizeBytes());
  }

  private static String digest(Bench.Volume volume) {
    return Bench.run("sha256sum", volume.loop().toString());
  }
}
