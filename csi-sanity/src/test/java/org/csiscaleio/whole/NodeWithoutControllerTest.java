package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.SimulatedHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The node as the volume/csi isolator of Mesos 1.11 uses it: nobody calls a Controller, so the node
 * maps and unmaps.
 */
@Tag("side-by-side")
class NodeWithoutControllerTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static Cluster cluster;
  private static int number;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("NodeWithoutControllerTest")
            .plugins(2)
            .setting("mode", "node")
            .setting("stage", "false")
            .setting("nodeCreate", "true")
            .setting("preempt", "on-request")
            .start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() throws IOException {
    cluster.startOver();
    for (SimulatedHost host : cluster.hosts()) {
      for (Path record : records(host)) {
        Files.delete(record);
      }
    }
    for (var plugin : List.of(cluster.a(), cluster.b())) {
      if (!plugin.isAlive()) {
        plugin.start();
      }
    }
  }

  private static SimulatedHost hostA() {
    return cluster.a().host();
  }

  private static SimulatedHost hostB() {
    return cluster.b().host();
  }

  private static CsiClient a() {
    return cluster.a().client();
  }

  private static CsiClient b() {
    return cluster.b().client();
  }

  /** A volume that an administrator made. */
  private static ArrayVolume made() {
    String prefix = "Static-" + ++number + "-";
    cluster.emulator().control().makeVolumes(1, "sp1", prefix, 8);
    return cluster.emulator().administrator().volumes().stream()
        .filter(volume -> volume.name().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private static ArrayVolume onArray(ArrayVolume volume) {
    return cluster.emulator().administrator().volume(volume.id()).orElseThrow();
  }

  private static List<Path> records(SimulatedHost host) throws IOException {
    Path directory = host.directory().resolve("state/volumes");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void gatewayIsDown() {
    cluster.emulator().control().inject(Fault.status("*", 503, "").times(100_000));
  }

  private static void gatewayIsBack() {
    cluster.emulator().control().clearFaults();
  }

  private static void assertNowhere(ArrayVolume volume, StaticVolume use) throws IOException {
    assertThat(MountTable.now().under(use.target())).isEmpty();
    assertThat(use.target()).doesNotExist();
    assertThat(onArray(volume).mappedTo()).isEmpty();
    assertThat(records(use.host())).isEmpty();
  }

  private static String fails(Status.Code code, ThrowingCallable call) {
    var caught = new ArrayList<StatusRuntimeException>();
    assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, caught::add);
    Status status = caught.getFirst().getStatus();
    assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
    return String.valueOf(status.getDescription());
  }

  @Test
  void theControllerIsNotServed() {
    fails(
        Status.Code.UNIMPLEMENTED,
        () -> a().controller().getCapacity(GetCapacityRequest.getDefaultInstance()));
  }

  @Tag("contained-too")
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "block"})
  void aVolumeIsMappedForATaskAndUnmappedAfterIt(String fsType) throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA()).withFsType(fsType);

    use.publish(a());
    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    assertThat(MountTable.now().only(use.target())).isPresent();
    if (!fsType.equals("block")) {
      Files.writeString(use.target().resolve("data"), "precious");
    }
    use.unpublish(a());
    assertNowhere(volume, use);

    StaticVolume next = use.on(hostB());
    next.publish(b());
    assertThat(onArray(volume).mappedTo()).containsExactly(hostB().guid());
    if (!fsType.equals("block")) {
      assertThat(next.target().resolve("data")).hasContent("precious");
    }
    next.unpublish(b());
    next.unpublish(b());
    assertNowhere(volume, next);
  }

  @Tag("contained-too")
  @Test
  void whatItMappedIsUnmappedAfterItWasKilled() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());

    cluster.a().sigkill();
    cluster.a().restart();
    use.unpublish(a());

    assertNowhere(volume, use);
  }

  @Test
  void whatAPersonMappedStaysMapped() throws IOException {
    ArrayVolume volume = made();
    cluster.emulator().administrator().map(volume.id(), hostA());
    StaticVolume use = StaticVolume.of(volume.id(), hostA());

    use.publish(a());
    use.unpublish(a());

    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    assertThat(records(hostA())).isEmpty();
    assertThat(cluster.a().program().logText()).doesNotContain(commandToUnmap(volume));
  }

  /** What a person is told to do about a mapping that no record is of. */
  private static String commandToUnmap(ArrayVolume volume) {
    return "scli --unmap_volume_from_sdc --volume_id "
        + volume.id()
        + " --sdc_guid "
        + hostA().guid();
  }

  @Test
  void whenTheStateIsLostTheDataIsNotAndTheMappingStaysAndAPersonIsToldHowToEndIt()
      throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    Files.writeString(use.target().resolve("data"), "precious");
    Files.delete(records(hostA()).getFirst());

    use.unpublish(a());
    assertThat(MountTable.now().under(use.target())).isEmpty();
    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    assertThat(cluster.a().program().logText())
        .contains("-" + volume.id() + " is not used here any more")
        .contains(commandToUnmap(volume));

    use.publish(a());
    assertThat(use.target().resolve("data")).hasContent("precious");
    use.unpublish(a());
  }

  @Test
  void aVolumeThatALivingHostHasIsRefused() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());

    assertThat(fails(Status.Code.FAILED_PRECONDITION, () -> use.on(hostB()).publish(b())))
        .contains(hostA().guid());
    assertThat(
            fails(
                Status.Code.FAILED_PRECONDITION,
                () -> use.on(hostB()).with("preempt", "true").publish(b())))
        .contains("is connected");

    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    assertThat(records(hostB())).isEmpty();
    use.unpublish(a());
  }

  @Test
  void aDeadHostsVolumeIsTakenOverAndWhenItComesBackItCannotWriteAnyMore() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    Files.writeString(use.target().resolve("data"), "precious");
    sync(use.target());
    cluster.a().sigkill();
    cluster.emulator().control().setConnected(hostA(), false);
    assertThat(fails(Status.Code.FAILED_PRECONDITION, () -> use.on(hostB()).publish(b())))
        .contains(hostA().guid());

    StaticVolume taken = use.on(hostB()).with("preempt", "true");
    taken.publish(b());
    assertThat(onArray(volume).mappedTo()).containsExactly(hostB().guid());
    assertThat(taken.target().resolve("data")).hasContent("precious");

    // It was not dead after all: it is back, with the volume still mounted.
    cluster.emulator().control().setConnected(hostA(), true);
    Await.until(
        "the device to leave the host that is back",
        LIMIT,
        () -> Files.notExists(hostA().byIdDirectory().resolve(linkName(volume))));
    assertThatThrownBy(
            () -> {
              Files.writeString(use.target().resolve("data"), "overwritten");
              sync(use.target());
            })
        .isInstanceOf(Exception.class);
    Files.writeString(taken.target().resolve("more"), "of the new one");
    taken.unpublish(b());

    cluster.a().start();
    use.unpublish(a());
    assertNowhere(volume, use);
    use.publish(a());
    assertThat(use.target().resolve("data")).hasContent("precious");
    assertThat(use.target().resolve("more")).hasContent("of the new one");
    use.unpublish(a());
  }

  private static String linkName(ArrayVolume volume) throws IOException {
    return "emc-vol-" + systemId() + "-" + volume.id();
  }

  private static String systemId() throws IOException {
    String record = records(hostB()).getFirst().getFileName().toString();
    return record.substring(0, 16);
  }

  private static void sync(Path directory) throws IOException {
    try {
      int status = new ProcessBuilder("sync", "-f", directory.toString()).start().waitFor();
      if (status != 0) {
        throw new IOException("sync ended with " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void eachFurtherContainerPublishesAgainAndNothingChanges() throws Exception {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    Path open = use.target().resolve("in-use");
    try (var writer = Files.newBufferedWriter(open);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      writer.write("before");
      List<Future<?>> publishes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        boolean readOnly = i % 2 == 1;
        publishes.add(threads.submit(() -> use.publish(a(), readOnly)));
      }
      for (Future<?> publish : publishes) {
        publish.get();
      }
      writer.write(" and after");
    }

    assertThat(open).hasContent("before and after");
    assertThat(MountTable.now().only(use.target())).isPresent();
    use.unpublish(a());
    assertNowhere(volume, use);
  }

  @Test
  void theFirstOfAllAtOnceMapsAndTheOthersShareIt() throws Exception {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> publishes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        publishes.add(threads.submit(() -> use.publish(a())));
      }
      for (Future<?> publish : publishes) {
        publish.get();
      }
    }

    assertThat(MountTable.now().only(use.target())).isPresent();
    use.unpublish(a());
    assertNowhere(volume, use);
  }

  @Test
  void aReaderTakesWhatIsThereForWritingAndAWriterNotWhatIsThereForReading() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    use.publish(a(), true);
    Files.writeString(use.target().resolve("data"), "written");
    use.unpublish(a());

    use.publish(a(), true);
    fails(Status.Code.FAILED_PRECONDITION, () -> use.publish(a()));
    use.publish(a(), true);
    assertThat(use.target().resolve("data")).hasContent("written");
    use.unpublish(a());
    assertNowhere(volume, use);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterABootItIsPublishedAgainWhetherOrNotTheArrayKeptTheMapping(boolean kept)
      throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    Files.writeString(use.target().resolve("data"), "precious");
    sync(use.target());

    cluster.hostLosesPower(hostA());
    if (!kept) {
      cluster.emulator().administrator().unmapEverywhere(volume.id());
    }
    cluster.hostReturns(hostA());
    Files.deleteIfExists(use.target());
    use.publish(a());

    assertThat(use.target().resolve("data")).hasContent("precious");
    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    use.unpublish(a());
    assertNowhere(volume, use);
  }

  @Test
  void afterABootAVolumeThatAnotherHostGotMeanwhileIsLeftToIt() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    cluster.hostLosesPower(hostA());
    StaticVolume other = use.on(hostB()).with("preempt", "true");
    other.publish(b());
    cluster.hostReturns(hostA());

    fails(Status.Code.FAILED_PRECONDITION, () -> use.publish(a()));
    use.unpublish(a());

    assertThat(onArray(volume).mappedTo()).containsExactly(hostB().guid());
    assertThat(records(hostA())).isEmpty();
    other.unpublish(b());
  }

  @Tag("contained-too")
  @Test
  void whileTheGatewayIsDownAVolumeIsTakenBackAndItIsUnmappedLater() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of("name:" + volume.name(), hostA());
    use.publish(a());

    gatewayIsDown();
    use.unpublish(a());
    assertThat(MountTable.now().under(use.target())).isEmpty();
    use.unpublish(a());
    gatewayIsBack();
    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());

    cluster.a().sigkill();
    cluster.a().restart();
    Await.until("the volume to be unmapped", LIMIT, () -> onArray(volume).mappedTo().isEmpty());
    Await.until("the record to go", LIMIT, () -> records(hostA()).isEmpty());
  }

  @Test
  void whileTheGatewayIsDownPublishingAgainSucceedsAndANewVolumeIsToBeTriedAgain()
      throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of("name:" + volume.name(), hostA());
    use.publish(a());
    StaticVolume other = StaticVolume.of("name:" + made().name(), hostA());

    gatewayIsDown();
    use.publish(a());
    fails(Status.Code.UNAVAILABLE, () -> other.publish(a()));
    gatewayIsBack();

    other.publish(a());
    other.unpublish(a());
    use.unpublish(a());
    assertNowhere(volume, use);
  }

  @Test
  void aNameIsMeantWhateverItsCaseAndWhatCanMeanSeveralIsRefused() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of("name:" + volume.name().toUpperCase(Locale.ROOT), hostA());

    use.publish(a());
    assertThat(onArray(volume).mappedTo()).containsExactly(hostA().guid());
    use.unpublish(a());
    assertNowhere(volume, use);

    cluster.emulator().control().makeVolumes(1, "sp1", "twice", 8);
    cluster.emulator().control().makeVolumes(1, "sp1", "TWICE", 8);
    List<String> names =
        cluster.emulator().administrator().volumes().stream()
            .map(ArrayVolume::name)
            .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("twice"))
            .toList();
    String description =
        fails(
            Status.Code.FAILED_PRECONDITION,
            () ->
                StaticVolume.of("name:Twice" + names.getFirst().substring(5), hostA())
                    .publish(a()));
    assertThat(description).contains(names);
    assertThat(
            fails(
                Status.Code.NOT_FOUND, () -> StaticVolume.of("name:nobody", hostA()).publish(a())))
        .contains("name:nobody");
  }

  /** REX-Ray cut names, whatever their case, and showed a task the directory data of a volume. */
  @Tag("contained-too")
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aVolumeOfRexRaysShowsItsFilesWhereTheTaskExpectsThem(String fsType) throws IOException {
    String cut = ("Redis-" + fsType + "-of-the-shop-in-production").substring(0, 30);
    cluster.emulator().control().makeVolumes(1, "sp1", cut, 16);
    ArrayVolume volume =
        cluster.emulator().administrator().volumes().stream()
            .filter(made -> made.name().startsWith(cut))
            .findFirst()
            .orElseThrow();
    assertThat(volume.name()).hasSize(31);
    StaticVolume whole = StaticVolume.of("name:" + volume.name(), hostA()).withFsType(fsType);
    whole.publish(a());
    Files.createDirectory(whole.target().resolve("data"));
    Files.writeString(whole.target().resolve("data/dump.rdb"), "precious");
    whole.unpublish(a());

    String asked = volume.name().toLowerCase(Locale.ROOT) + "-database";
    StaticVolume task =
        StaticVolume.of("name:" + asked, hostB()).withFsType(fsType).with("subPath", "data");
    task.publish(b());

    assertThat(task.target().resolve("dump.rdb")).hasContent("precious");
    assertThat(onArray(volume).mappedTo()).containsExactly(hostB().guid());
    task.unpublish(b());
    assertNowhere(volume, task);
  }

  @Test
  void aVolumeIsMadeAtItsFirstUseAndKeptAtItsLast() throws IOException {
    StaticVolume use =
        StaticVolume.of("name:pgdata", hostA())
            .with("create", "true")
            .with("size", "17")
            .with("storagePool", "sp1")
            .with("protectionDomain", "pd1")
            .with("provisioning", "thin")
            .with("subPath", "data")
            .withFsType("xfs");

    use.publish(a());
    Files.writeString(use.target().resolve("precious"), "precious");
    use.unpublish(a());
    ArrayVolume made = cluster.emulator().administrator().volumes().getFirst();
    assertThat(made.name()).isEqualTo("pgdata");
    assertThat(made.sizeKib()).isEqualTo(24L << 20);
    assertNowhere(made, use);

    StaticVolume elsewhere = use.on(hostB());
    elsewhere.publish(b());
    assertThat(elsewhere.target().resolve("precious")).hasContent("precious");
    assertThat(MountTable.now().under(hostB().directory())).hasSize(1);
    elsewhere.unpublish(b());
    assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    assertNowhere(made, elsewhere);
  }

  @Test
  void whatAnOperatorWouldHaveToCorrectIsRefusedInHisWords() {
    for (var wrong :
        List.of(
            List.of("subPath", "../etc", "subPath"),
            List.of("create", "yes", "create"),
            List.of("size", "16G", "size"),
            List.of("provisioning", "fat", "provisioning"),
            List.of("overwritefs", "true", "overwritefs"))) {
      StaticVolume use = StaticVolume.of("name:pgdata", hostA()).with(wrong.get(0), wrong.get(1));
      assertThat(fails(Status.Code.INVALID_ARGUMENT, () -> use.publish(a())))
          .contains(wrong.get(2));
    }
    assertThat(
            fails(
                Status.Code.INVALID_ARGUMENT,
                () ->
                    StaticVolume.of("name:a-name-of-more-than-thirty-one-characters", hostA())
                        .with("create", "true")
                        .publish(a())))
        .contains("31");
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  @Tag("contained-too")
  @Test
  void aProgramThatIsStartedAnewSaysWhichPublishedVolumesAreNotMounted() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of(volume.id(), hostA());
    use.publish(a());
    cluster.hostDies(hostA());
    Path work = hostA().directory().resolve("work");
    Path agents = work.resolve("csi/org.csiscaleio/node1");
    Path target = Files.createDirectories(agents.resolve("mounts/name%3Alost/target"));
    Path checkpoint = Files.createDirectories(agents.resolve("volumes/name%3Alost"));
    Files.write(checkpoint.resolve("volume.state"), published());

    cluster.emulator().control().setConnected(hostA(), true);
    cluster.a().start(Map.of("MESOS_SANDBOX", work.resolve("containers/c1").toString()));

    Await.until(
        "the warnings",
        LIMIT,
        () ->
            cluster.a().program().logText().contains(" WARN ")
                && cluster.a().program().logText().contains(use.target() + " according to")
                && cluster.a().program().logText().contains("name:lost is published at " + target));
    assertThat(target).isEmptyDirectory();
    use.unpublish(a());
    assertNowhere(volume, use);
    cluster.a().sigkill();
  }

  /** An agent's checkpoint of a volume that is published since this boot. */
  private static byte[] published() throws IOException {
    byte[] boot =
        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {(byte) (4 + boot.length), 0, 0, 0});
    message.writeBytes(new byte[] {1 << 3, 3, 5 << 3 | 2, (byte) boot.length});
    message.writeBytes(boot);
    return message.toByteArray();
  }

  @Test
  void theSystemInTheContextIsTheOneABareIdLiesIn() throws IOException {
    ArrayVolume volume = made();
    StaticVolume use = StaticVolume.of("name:" + volume.name(), hostA());
    use.publish(a());
    String system = records(hostA()).getFirst().getFileName().toString().substring(0, 16);
    use.unpublish(a());

    StaticVolume bare = StaticVolume.of(volume.id(), hostA());
    bare.with("systemId", system).publish(a());
    bare.unpublish(a());
    assertNowhere(volume, bare);
    fails(Status.Code.NOT_FOUND, () -> bare.with("systemId", "00000000000000aa").publish(a()));
    fails(
        Status.Code.FAILED_PRECONDITION,
        () ->
            StaticVolume.of("name:" + volume.name(), hostB())
                .with("systemId", "another")
                .publish(b()));
  }
}
