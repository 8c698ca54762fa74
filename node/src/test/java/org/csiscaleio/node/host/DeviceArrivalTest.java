package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a volume's device is found, and how it is proven to be the right one. */
class DeviceArrivalTest {
  private Bench bench;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  private LinuxHost host(Duration wait) {
    return LinuxHost.open(bench.settings().withDeviceWait(wait));
  }

  @Test
  void aDeviceThatIsHereIsFoundAtOnce() throws IOException {
    var volume = bench.volume(64 * MIB);

    var device = host(Duration.ZERO).awaitDevice(volume.id(), volume.mapping(), soon());

    assertThat(device.node()).isEqualTo(volume.loop());
    assertThat(device.sizeBytes()).isEqualTo(64 * MIB);
  }

  @Test
  void aLateDeviceIsWaitedFor() throws Exception {
    var volume = bench.unlinkedVolume(64 * MIB);
    Thread late =
        Thread.ofVirtual()
            .start(() -> {
              try {
                TimeUnit.MILLISECONDS.sleep(400);
                Files.createSymbolicLink(volume.link(), volume.loop());
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    var device = host(Duration.ofSeconds(20)).awaitDevice(volume.id(), volume.mapping(), soon());

    assertThat(device.node()).isEqualTo(volume.loop());
    late.join();
  }

  @Test
  void aDeviceThatMayNotBeOpenedIsNotWaitedFor() throws IOException {
    var volume = bench.volume(64 * MIB);
    Kernel denying =
        Tampered.kernel(
            new LinuxKernel(),
            (method, arguments) -> {
              if (method.equals("open")) {
                throw new ErrnoException("open " + arguments[0], 1);
              }
            });
    var host =
        new LinuxHost(
            bench.settings().withDeviceWait(Duration.ofMinutes(1)), denying, new ChildProcesses());

    assertThatThrownBy(() -> host.awaitDevice(volume.id(), volume.mapping(), soon()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("devices cgroup")
        .hasMessageContaining("csi-scaleio relay")
        .hasMessageContaining("b 7:* rwm")
        .extracting(failure -> ((Failure) failure).code())
        .isEqualTo(Failure.Code.FAILED_PRECONDITION);
  }

  @Test
  void aDeviceThatNeverComesIsReportedInTime() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);
    Deadline deadline = Deadline.after(Duration.ofSeconds(2));

    assertThatThrownBy(
            () -> host(Duration.ofSeconds(30)).awaitDevice(volume.id(), volume.mapping(), deadline))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("there is no link " + volume.link());
    assertThat(deadline.expired()).isFalse();
  }

  @Test
  void whereNobodyMappedTheVolumeThatIsSaid() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);

    assertThatThrownBy(
            () -> host(Duration.ofMillis(50)).awaitDevice(volume.id(), Mapping.UNKNOWN, soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("nobody has mapped");
  }

  @Test
  void withoutTheDirectoryOfLinksThereAreNoDevices() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);
    var host =
        LinuxHost.open(
            bench
                .settings()
                .withByIdDirectory(bench.root.resolve("none"))
                .withDeviceWait(Duration.ofMillis(50)));

    assertThatThrownBy(() -> host.awaitDevice(volume.id(), volume.mapping(), soon()))
        .hasMessageContaining("there is no link");
    assertThat(host.systemWithVolume(volume.id().volumeId())).isEmpty();
  }

  @Test
  void theSdcIsToldToLookAgainHalfWay() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);
    Path drvCfg = script("[ \"$1\" = --rescan ] && ln -s " + volume.loop() + " " + volume.link());
    var host =
        LinuxHost.open(bench.settings().withDrvCfg(drvCfg).withDeviceWait(Duration.ofSeconds(2)));

    var device = host.awaitDevice(volume.id(), volume.mapping(), soon());

    assertThat(device.node()).isEqualTo(volume.loop());
  }

  @Test
  void aLinkToNowhereIsNamed() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);
    Files.createSymbolicLink(volume.link(), Path.of("../../no-such-device"));

    assertThatThrownBy(
            () -> host(Duration.ofMillis(50)).awaitDevice(volume.id(), volume.mapping(), soon()))
        .hasMessageContaining("leads nowhere");
  }

  @Test
  void aLinkToAFileIsNamed() throws IOException {
    var volume = bench.unlinkedVolume(64 * MIB);
    Files.createSymbolicLink(volume.link(), volume.file());

    assertThatThrownBy(
            () -> host(Duration.ofMillis(50)).awaitDevice(volume.id(), volume.mapping(), soon()))
        .hasMessageContaining("a file");
  }

  @Test
  void aDeviceSmallerThanTheVolumeIsNotIt() throws IOException {
    var volume = bench.volume(64 * MIB);

    assertThatThrownBy(() ->
            host(Duration.ofMillis(50))
                .awaitDevice(volume.id(), new Mapping(true, OptionalLong.of(65 * MIB)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("cannot be volume")
        .hasMessageContaining("not touched");
  }

  @Test
  void aVolumeThatGrewSinceItWasMappedIsStillItself() throws IOException {
    var volume = bench.volume(64 * MIB);

    Device device =
        host(Duration.ofMillis(50))
            .awaitDevice(volume.id(), new Mapping(true, OptionalLong.of(63 * MIB)), soon());

    assertThat(device.sizeBytes()).isEqualTo(64 * MIB);
  }

  @Test
  void aDeviceToWhichTwoVolumesLinkIsNobodys() throws IOException {
    var one = bench.volume(64 * MIB);
    var other = bench.unlinkedVolume(64 * MIB);
    Files.createSymbolicLink(other.link(), one.loop());

    assertThatThrownBy(
            () -> host(Duration.ofMillis(50)).awaitDevice(one.id(), one.mapping(), soon()))
        .hasMessageContaining("several volumes' links");
  }

  @Test
  void aVolumeIdWithoutItsSystemIsFoundByItsLink() throws IOException {
    var volume = bench.volume(64 * MIB);
    var host = host(Duration.ZERO);

    assertThat(host.systemWithVolume(volume.id().volumeId())).isEqualTo(Optional.of(Bench.SYSTEM));

    Files.createSymbolicLink(
        bench.byId.resolve("emc-vol-" + "a".repeat(16) + "-" + volume.id().volumeId()),
        volume.loop());
    assertThat(host.systemWithVolume(volume.id().volumeId())).isEmpty();
  }

  @Test
  void theSdcsGuidComesFromItsToolBeforeConfiguration() throws IOException {
    Path drvCfg = script("echo b0e3bfb8-c20b-43bf-93c8-13339e85aa50");
    assertThat(LinuxHost.open(bench.settings().withDrvCfg(drvCfg)).nodeId(soon()))
        .isEqualTo("B0E3BFB8-C20B-43BF-93C8-13339E85AA50");
    assertThat(LinuxHost.open(bench.settings()).nodeId(soon()))
        .isEqualTo("B71F01AE-FF7A-47C5-A303-583FFD416818");
  }

  @Test
  void theSdcsGuidComesFromItsDriverBeforeItsTool() throws IOException {
    byte[] answer = new byte[32];
    answer[0] = 0x41;
    for (int i = 0; i < 16; i++) {
      answer[8 + i] = (byte) (0xA0 + i);
    }
    Kernel kernel = kernelWhoseDriverAnswers(0x610E, answer);
    var settings =
        bench
            .settings()
            .withSdcDevice(Files.createFile(bench.root.resolve("scini")))
            .withDrvCfg(script("exit 1"));

    assertThat(new LinuxHost(settings, kernel, new ChildProcesses()).nodeId(soon()))
        .isEqualTo("A0A1A2A3-A4A5-A6A7-A8A9-AAABACADAEAF");
  }

  @Test
  void withoutAnySdcItIsSaidWhatWasTried() throws IOException {
    var settings =
        HostSettings.defaults()
            .withSdcDevice(bench.root.resolve("no-scini"))
            .withDrvCfg(script("echo no such module >&2; exit 3"));

    assertThatThrownBy(() -> LinuxHost.open(settings).nodeId(soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("no-scini")
        .hasMessageContaining("no such module")
        .hasMessageContaining("sdcGuid");
  }

  @Test
  void theSystemsAnSdcServesComeFromItsDriver() throws IOException {
    byte[] answer = new byte[16 + 20 * 424];
    ByteBuffer.wrap(answer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(8, (short) 2)
        .putInt(16 + 4, 0x2aaf5d0f)
        .putInt(16 + 8, 0x3ef46cbf)
        .putInt(16 + 424 + 4, 0x40ec200f)
        .putInt(16 + 424 + 8, 0x00706b27);
    Kernel kernel = kernelWhoseDriverAnswers(0x610C, answer);
    var settings =
        bench
            .settings()
            .withSdcDevice(Files.createFile(bench.root.resolve("scini")))
            .withDrvCfg(script("exit 1"));

    assertThat(new LinuxHost(settings, kernel, new ChildProcesses()).systems(soon()))
        .contains(Set.of("00706b2740ec200f", "3ef46cbf2aaf5d0f"));
  }

  @Test
  void theSystemsAnSdcServesComeFromItsToolWhereThereIsNoDriver() throws IOException {
    var settings =
        bench
            .settings()
            .withSdcDevice(bench.root.resolve("no-scini"))
            .withDrvCfg(
                script(
                    "[ \"$1\" = --query_mdms ] && cat <<'END'\n"
                        + "Retrieved 2 mdm(s)\n"
                        + "MDM-ID 3ef46cbf2aaf5d0f SDC ID 6b18479c00000003 INSTALLATION ID"
                        + " 68ab55462cbb3ae4 IPs [0]-192.0.2.10 [1]-192.0.2.11\n"
                        + "MDM-ID 2e706b2740ec200f SDC ID 301b852c00000003 INSTALLATION ID"
                        + " 33f8662e7a5c1e6c IPs [0]-198.51.100.10\n"
                        + "END"));

    assertThat(LinuxHost.open(settings).systems(soon()))
        .contains(Set.of("2e706b2740ec200f", "3ef46cbf2aaf5d0f"));
  }

  @Test
  void systemsThatCannotBeAskedForAreNotNone() throws IOException {
    var settings =
        bench.settings().withSdcDevice(bench.root.resolve("no-scini")).withDrvCfg(script("exit 3"));

    assertThatThrownBy(() -> LinuxHost.open(settings).systems(soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("advertiseTopology");
  }

  @Test
  void whereThereIsNoSdcToAskAConfiguredGuidTellsNoSystems() {
    var settings =
        bench
            .settings()
            .withSdcDevice(bench.root.resolve("no-scini"))
            .withDrvCfg(bench.root.resolve("no-drv_cfg"));

    assertThat(
            LinuxHost.open(settings.withSdcGuid("B71F01AE-FF7A-47C5-A303-583FFD416818"))
                .systems(soon()))
        .isEmpty();
  }

  /** A kernel whose SDC driver gives one answer to one query. */
  private static Kernel kernelWhoseDriverAnswers(int query, byte[] answer) {
    var real = new LinuxKernel();
    return (Kernel)
        Proxy.newProxyInstance(
            DeviceArrivalTest.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("control")) {
                assertThat(arguments[1]).isEqualTo(query);
                assertThat((byte[]) arguments[2]).hasSize(answer.length);
                return answer;
              }
              return method.invoke(real, arguments);
            });
  }

  private Path script(String text) throws IOException {
    Path script = bench.root.resolve("drv_cfg");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  @Test
  void aVolumeOfAnotherSystemIsAnotherVolume() throws IOException {
    var volume = bench.volume(64 * MIB);
    var elsewhere = new VolumeId("a".repeat(16), volume.id().volumeId());

    assertThat(host(Duration.ZERO).device(elsewhere, soon())).isEmpty();
  }
}
