package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of staging and publishing, on a machine in memory. */
class NodeServiceTest {
  private static final Path STAGING = Path.of("/staging");
  private static final Path TARGET = Path.of("/target");
  private static final Path SECOND = Path.of("/second");

  private final FakeHost host = new FakeHost();
  private final NodeService node = new NodeService(NodeSettings.defaults(), host);
  private final NodeService direct =
      new NodeService(NodeSettings.defaults().withStaging(false), host);
  private final VolumeId volume = host.add(1);

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private static Capability mount(AccessMode mode, String... flags) {
    return new Capability(new Capability.Mount(Optional.empty(), List.of(flags)), mode);
  }

  private static Capability mount(FileSystemType type) {
    return new Capability(
        new Capability.Mount(Optional.of(type), List.of()), AccessMode.SINGLE_NODE_WRITER);
  }

  private static Capability block(AccessMode mode) {
    return new Capability(new Capability.Block(), mode);
  }

  private void stage(Capability capability) {
    node.stage(
        new NodeRequest.Stage(
            volume.toString(), STAGING, capability, Mapping.UNKNOWN, VolumeContext.EMPTY),
        soon());
  }

  private void publish(NodeService service, Path target, Capability capability, boolean readOnly) {
    service.publish(
        new NodeRequest.Publish(
            volume.toString(),
            target,
            service == direct ? Optional.empty() : Optional.of(STAGING),
            capability,
            readOnly,
            Mapping.UNKNOWN,
            VolumeContext.EMPTY),
        soon());
  }

  private static void assertFails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.code()).isEqualTo(code));
  }

  @Test
  void whatIsStagedOtherwiseAlreadyIsNotStagedAnew() {
    stage(mount(FileSystemType.EXT4));

    assertFails(Code.ALREADY_EXISTS, () -> stage(mount(FileSystemType.XFS)));
    assertFails(Code.ALREADY_EXISTS, () -> stage(block(AccessMode.SINGLE_NODE_WRITER)));
    assertFails(Code.ALREADY_EXISTS, () -> stage(mount(AccessMode.SINGLE_NODE_WRITER, "noatime")));
    assertFails(Code.ALREADY_EXISTS, () -> stage(mount(AccessMode.SINGLE_NODE_READER_ONLY)));
    stage(mount(FileSystemType.EXT4));
    stage(mount(AccessMode.SINGLE_NODE_WRITER));
  }

  @Test
  void withTheSdcOfAnotherHostNothingIsGivenAndEverythingIsTakenBack() {
    stage(mount(FileSystemType.EXT4));
    publish(node, TARGET, mount(FileSystemType.EXT4), false);

    node.sdcIsOfAnotherHost(Optional.of("the GUID is that of host-b too"));

    assertFails(Code.FAILED_PRECONDITION, () -> node.nodeId(soon()));
    assertFails(Code.FAILED_PRECONDITION, () -> stage(mount(FileSystemType.EXT4)));
    assertFails(
        Code.FAILED_PRECONDITION, () -> publish(node, TARGET, mount(FileSystemType.EXT4), false));
    node.unpublish(new NodeRequest.Unpublish(volume.toString(), TARGET), soon());
    node.unstage(new NodeRequest.Unstage(volume.toString(), STAGING), soon());
    assertThat(host.everythingShown()).isEmpty();

    node.sdcIsOfAnotherHost(Optional.empty());
    stage(mount(FileSystemType.EXT4));
  }

  @Test
  void anotherVolumesStagingPathIsRefused() {
    host.show(STAGING, host.add(2), new Shown.RawDevice(false));

    assertFails(Code.ALREADY_EXISTS, () -> stage(mount(FileSystemType.EXT4)));
  }

  @Test
  void publishingWantsAStagedVolume() {
    assertFails(
        Code.FAILED_PRECONDITION,
        () -> publish(node, TARGET, mount(AccessMode.SINGLE_NODE_WRITER), false));
    assertThatThrownBy(() ->
            node.publish(
                new NodeRequest.Publish(
                    volume.toString(),
                    TARGET,
                    Optional.empty(),
                    mount(FileSystemType.EXT4),
                    false,
                    Mapping.UNKNOWN,
                    VolumeContext.EMPTY),
                soon()))
        .hasMessageContaining("staging path");
    assertThat(host.paths).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AccessMode.class)
  void aSecondTargetIsGivenOrRefusedByTheAccessMode(AccessMode mode) {
    publish(direct, TARGET, block(mode), false);
    publish(direct, TARGET, block(mode), false);

    if (mode.oneTarget()) {
      assertFails(Code.FAILED_PRECONDITION, () -> publish(direct, SECOND, block(mode), false));
      assertThat(host.everythingShown()).containsOnlyKeys(TARGET);
    } else {
      publish(direct, SECOND, block(mode), false);
      assertThat(host.everythingShown()).containsOnlyKeys(TARGET, SECOND);
    }
  }

  @Test
  void theStagingPathIsNoSecondTarget() {
    stage(mount(FileSystemType.EXT4));
    publish(node, TARGET, mount(FileSystemType.EXT4), false);

    assertFails(
        Code.FAILED_PRECONDITION, () -> publish(node, SECOND, mount(FileSystemType.EXT4), false));
    assertThat(host.everythingShown()).containsOnlyKeys(STAGING, TARGET);
    assertThat(host.paths).containsExactly(TARGET);
  }

  @ParameterizedTest
  @EnumSource(
      value = AccessMode.class,
      names = {"MULTI_NODE_SINGLE_WRITER", "MULTI_NODE_MULTI_WRITER"})
  void aFileSystemIsNotWrittenWhileOtherNodesHaveIt(AccessMode mode) {
    assertFails(Code.FAILED_PRECONDITION, () -> stage(mount(mode)));
    stage(block(mode));
  }

  @Test
  void aTargetOfAnotherKindIsRefused() {
    publish(direct, TARGET, block(AccessMode.SINGLE_NODE_WRITER), false);
    assertFails(
        Code.ALREADY_EXISTS, () -> publish(direct, TARGET, mount(FileSystemType.EXT4), false));
  }

  @Test
  void aReaderIsContentWithAWritersTargetButNotTheOtherWayRound() {
    publish(direct, TARGET, mount(FileSystemType.EXT4), false);
    publish(direct, TARGET, mount(FileSystemType.EXT4), true);

    direct.unpublish(new NodeRequest.Unpublish(volume.toString(), TARGET), soon());
    publish(direct, TARGET, mount(FileSystemType.EXT4), true);
    assertFails(
        Code.FAILED_PRECONDITION, () -> publish(direct, TARGET, mount(FileSystemType.EXT4), false));
  }

  @Test
  void aRawDeviceIsTheSameAtAllItsTargets() {
    var mode = AccessMode.SINGLE_NODE_MULTI_WRITER;
    publish(direct, TARGET, block(mode), true);

    assertFails(Code.FAILED_PRECONDITION, () -> publish(direct, SECOND, block(mode), false));
    publish(direct, SECOND, block(mode), true);
  }

  @Test
  void aFileSystemThatMetErrorsIsNotCalledPublished() {
    host.show(TARGET, volume, new Shown.FileSystem("ext4", true, true, Set.of()));

    assertThatThrownBy(() -> publish(direct, TARGET, mount(FileSystemType.EXT4), false))
        .hasMessageContaining("met errors");
  }

  @Test
  void theTypeIsTheRequestsElseTheVolumesElseTheDefault() {
    var context = new VolumeContext(Optional.of(FileSystemType.XFS), List.of("-m", "crc=1"));
    for (var asked : List.of(Optional.of(FileSystemType.BTRFS), Optional.<FileSystemType>empty())) {
      direct.publish(
          new NodeRequest.Publish(
              volume.toString(),
              TARGET,
              Optional.empty(),
              new Capability(new Capability.Mount(asked, List.of()), AccessMode.SINGLE_NODE_WRITER),
              false,
              Mapping.UNKNOWN,
              context),
          soon());
      direct.unpublish(new NodeRequest.Unpublish(volume.toString(), TARGET), soon());
    }
    publish(direct, TARGET, mount(AccessMode.SINGLE_NODE_WRITER), false);

    assertThat(host.plans)
        .extracting(MountPlan::whenBlank)
        .containsExactly(FileSystemType.BTRFS, FileSystemType.XFS, FileSystemType.EXT4);
    assertThat(host.plans)
        .extracting(MountPlan::wanted)
        .containsExactly(
            Optional.of(FileSystemType.BTRFS), Optional.of(FileSystemType.XFS), Optional.empty());
    assertThat(host.plans.getFirst().formatOptions()).containsExactly("-m", "crc=1");
  }

  @Test
  void unpublishTakesTheTargetAwayAndMayBeRepeated() {
    publish(direct, TARGET, mount(FileSystemType.EXT4), false);
    for (int i = 0; i < 2; i++) {
      direct.unpublish(new NodeRequest.Unpublish(volume.toString(), TARGET), soon());
      assertThat(host.paths).isEmpty();
      assertThat(host.everythingShown()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake-vol-id-xxxx", "none", "0000000000000009", "a-b"})
  void idsThatAreNoneOfOursAreNotFound(String id) {
    assertFails(
        Code.NOT_FOUND, () -> node.unpublish(new NodeRequest.Unpublish(id, TARGET), soon()));
    assertFails(Code.NOT_FOUND, () -> node.usage(id, Path.of("some/path"), soon()));
  }

  @Test
  void aBareVolumeIdMeansTheDefaultSystemOrTheOneThatHasIt() {
    String bare = volume.volumeId();
    publish(direct, TARGET, block(AccessMode.SINGLE_NODE_WRITER), false);

    assertThat(node.usage(bare, TARGET, soon())).isEqualTo(new Usage.Raw(8L << 30));
    var other = new NodeService(NodeSettings.defaults().withDefaultSystemId("a".repeat(16)), host);
    assertFails(Code.NOT_FOUND, () -> other.usage(bare, TARGET, soon()));
  }

  @Test
  void statsAreNotFoundWhereTheVolumeIsNotShown() {
    assertFails(Code.NOT_FOUND, () -> node.usage(volume.toString(), TARGET, soon()));
    assertFails(Code.NOT_FOUND, () -> node.usage(volume.toString(), Path.of("some/path"), soon()));
    host.show(TARGET, host.add(2), new Shown.RawDevice(false));
    assertFails(Code.NOT_FOUND, () -> node.usage(volume.toString(), TARGET, soon()));
  }

  @Test
  void oneVolumesSlownessHoldsUpNoOther() throws Exception {
    var mounting = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    VolumeId quick = host.add(2);
    host.hand =
        what -> {
          if (what.equals("mount")) {
            host.hand = nothing -> {};
            mounting.countDown();
            await(held);
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> slow =
          threads.submit(() -> publish(direct, TARGET, mount(FileSystemType.EXT4), false));
      await(mounting);
      node.stage(
          new NodeRequest.Stage(
              quick.toString(),
              SECOND,
              mount(FileSystemType.EXT4),
              Mapping.UNKNOWN,
              VolumeContext.EMPTY),
          soon());
      assertThat(host.everythingShown()).containsOnlyKeys(SECOND);
      held.countDown();
      slow.get();
    }
    assertThat(host.everythingShown()).containsOnlyKeys(SECOND, TARGET);
  }

  @Test
  void manyEqualCallsAtOnceMountOnce() throws Exception {
    var calls = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 32; i++) {
        calls.add(threads.submit(() -> publish(direct, TARGET, mount(FileSystemType.EXT4), false)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(host.plans).hasSize(1);
  }

  @Test
  void twoVolumesAtOnePathDoNotStack() throws Exception {
    VolumeId other = host.add(2);
    var calls = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (VolumeId id : List.of(volume, other)) {
        calls.add(
            threads.submit(() ->
                direct.publish(
                    new NodeRequest.Publish(
                        id.toString(),
                        TARGET,
                        Optional.empty(),
                        mount(FileSystemType.EXT4),
                        false,
                        Mapping.UNKNOWN,
                        VolumeContext.EMPTY),
                    soon())));
      }
    }
    assertThat(calls.stream().filter(call -> call.state() == Future.State.SUCCESS)).hasSize(1);
    assertThat(calls.stream().filter(call -> call.state() == Future.State.FAILED))
        .singleElement()
        .satisfies(call ->
            assertThat(((Failure) call.exceptionNow()).code()).isEqualTo(Code.ALREADY_EXISTS));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long expand(Path path, long bytes) {
    return node.expand(new NodeRequest.Expand(volume.toString(), path, bytes), soon());
  }

  @Test
  void aGrownVolumeIsExpandedWhereItIsShownAndOnlyThere() {
    stage(mount(AccessMode.SINGLE_NODE_WRITER));
    host.resize(volume, 16L << 30);

    assertThat(expand(STAGING, 16L << 30)).isEqualTo(16L << 30);
    assertThat(expand(STAGING, 0)).isEqualTo(16L << 30);

    assertFails(Code.NOT_FOUND, () -> expand(TARGET, 16L << 30));
    assertFails(Code.NOT_FOUND, () -> expand(Path.of("some/path"), 16L << 30));
    assertFails(
        Code.NOT_FOUND,
        () -> node.expand(new NodeRequest.Expand("none-exist-id", STAGING, 1), soon()));
    assertFails(Code.UNAVAILABLE, () -> expand(STAGING, 24L << 30));
  }

  @Test
  void aReadersFileSystemIsNotExpanded() {
    host.show(TARGET, volume, new Shown.FileSystem("ext4", true, false, Set.of()));
    assertFails(Code.FAILED_PRECONDITION, () -> expand(TARGET, 1));
  }
}
