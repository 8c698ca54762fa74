package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.block;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.TargetOwner;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before CSI 1 the orchestrator makes and removes targets: what is mounted on is what it made. */
class OrchestratorsTargetTest {
  private static final Capability EXT4 = mount(FileSystemType.EXT4);

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

  private NodeRequest.Publish publish(Bench.Volume volume, Capability capability) {
    return new NodeRequest.Publish(
        volume.id().toString(),
        bench.target(volume),
        TargetOwner.ORCHESTRATOR,
        true,
        Optional.empty(),
        capability,
        false,
        volume.mapping(),
        VolumeContext.EMPTY);
  }

  private NodeRequest.Unpublish unpublish(Bench.Volume volume) {
    return new NodeRequest.Unpublish(
        volume.id().toString(), bench.target(volume), TargetOwner.ORCHESTRATOR);
  }

  @Test
  void itsDirectoryIsMountedOnWithoutStagingAndKept() throws IOException {
    var volume = bench.volume(64 * MIB);
    Path target = Files.createDirectory(bench.target(volume));

    node.publish(publish(volume, EXT4), soon());
    node.publish(publish(volume, EXT4), soon());
    assertThat(Bench.mountsAt(target)).hasSize(1);
    Files.writeString(target.resolve("data"), "precious");

    node.unpublish(unpublish(volume), soon());
    node.unpublish(unpublish(volume), soon());
    assertThat(target).isEmptyDirectory();
    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void itsFileShowsARawVolumeAndIsKept() throws IOException {
    var volume = bench.volume(64 * MIB);
    Path target = Files.createFile(bench.target(volume));

    node.publish(publish(volume, block()), soon());
    assertThat(Bench.mountsAt(target)).hasSize(1);

    node.unpublish(unpublish(volume), soon());
    assertThat(target).isEmptyFile();
  }

  @Test
  void aTargetThatIsNotThereIsNotMadeAndNothingIsFormatted() throws IOException {
    var volume = bench.volume(64 * MIB);

    assertThatThrownBy(() -> node.publish(publish(volume, EXT4), soon()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("mount namespace");
    assertThat(bench.target(volume)).doesNotExist();

    Files.createDirectory(bench.target(volume));
    assertThatThrownBy(() -> node.publish(publish(volume, block()), soon()))
        .hasMessageContaining("directory");
    try (var device = Files.newInputStream(volume.file())) {
      assertThat(device.readNBytes((int) MIB)).containsOnly(0);
    }
  }

  @Test
  void unpublishingFromATargetThatIsGoneMakesNone() throws IOException {
    var volume = bench.volume(64 * MIB);

    node.unpublish(unpublish(volume), soon());

    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void whatCsiV0PublishedCsiV1TakesAwayWithItsTarget() throws IOException {
    var volume = bench.volume(64 * MIB);
    Path target = Files.createDirectory(bench.target(volume));
    node.publish(publish(volume, EXT4), soon());

    node.unpublish(bench.unpublish(volume), soon());

    assertThat(target).doesNotExist();
  }
}
