package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ListVolumesResponse;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.Topology;
import org.csiscaleio.csi.v1.TopologyRequirement;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One plugin for two systems, on a host whose SDC serves both. */
@Tag("side-by-side")
@Tag("contained-too")
class SeveralSystemsTest {
  private static final String FIRST = "org.csiscaleio/1f3c6a2b7d8e9a0f";
  private static final String SECOND = "org.csiscaleio/2e706b2740ec200f";

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("SeveralSystemsTest").secondSystem().setting("topology", "rack=r1").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Topology place(String key) {
    return Topology.newBuilder().putSegments(key, "true").build();
  }

  private static CreateVolumeRequest at(CreateVolumeRequest request, String key) {
    return request.toBuilder()
        .setAccessibilityRequirements(TopologyRequirement.newBuilder().addRequisite(place(key)))
        .build();
  }

  private static ListVolumesResponse list(CsiClient client, String token) {
    return client
        .controller()
        .listVolumes(ListVolumesRequest.newBuilder().setStartingToken(token).build());
  }

  private static List<String> ids(ListVolumesResponse page) {
    return page.getEntriesList().stream().map(e -> e.getVolume().getVolumeId()).toList();
  }

  @Test
  void aHostUsesVolumesOfBothAndTellsThatItDoes() throws IOException {
    CsiClient client = cluster.a().client();
    assertThat(
            client
                .node()
                .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                .getAccessibleTopology()
                .getSegmentsMap())
        .isEqualTo(Map.of(FIRST, "true", SECOND, "true", "org.csiscaleio/rack", "r1"));

    VolumeUse first = cluster.useOnA(VolumeWish.of("data", 8, "ext4"));
    VolumeUse second =
        cluster.useOnA(
            VolumeWish.of("more-data", 8, "xfs").withParameter("systemID", "2e706b2740ec200f"));
    first.bringUp(client);
    second.bringUp(client);
    var here = new TaskData(31);
    var there = new TaskData(32);
    here.write(first);
    there.write(second);

    assertThat(first.volume().getAccessibleTopologyList()).containsExactly(place(FIRST));
    assertThat(second.volume().getAccessibleTopologyList()).containsExactly(place(SECOND));
    assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
    assertThat(cluster.secondEmulator().administrator().volumes()).hasSize(1);
    assertThat(ids(list(client, ""))).containsExactly(first.id(), second.id());
    var group =
        CreateVolumeGroupSnapshotRequest.newBuilder()
            .setName("group")
            .addSourceVolumeIds(first.id())
            .addSourceVolumeIds(second.id())
            .build();
    assertThatThrownBy(() -> client.groupController().createVolumeGroupSnapshot(group))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));

    cluster.a().sigkill();
    cluster.a().restart();
    CsiClient again = cluster.a().client();
    here.assertThere(first);
    there.assertThere(second);
    first.tearDown(again);
    second.tearDown(again);
    assertThat(cluster.secondEmulator().administrator().volumes()).isEmpty();
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aSystemThatIsAwayHoldsUpNobodyAndIsNotEmpty() throws IOException {
    CsiClient client = cluster.a().client();
    var wish = VolumeWish.of("kept", 8, "ext4");
    String second =
        client
            .controller()
            .createVolume(at(wish.named("second", 8).createRequest(), SECOND))
            .getVolume()
            .getVolumeId();
    cluster.secondEmulator().sigkill();

    VolumeUse first = cluster.useOnA(wish);
    first.bringUp(client);
    new TaskData(33).write(first);
    ListVolumesResponse page = list(client, "");

    assertThat(ids(page)).containsExactly(first.id());
    assertThat(page.getNextToken()).isNotEmpty();
    assertThat(code(() -> list(client, page.getNextToken()))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(
            code(() ->
                client
                    .controller()
                    .createVolume(at(wish.named("more", 8).createRequest(), SECOND))))
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(capacity(client, FIRST)).isPositive();
    assertThat(code(() -> capacity(client, SECOND))).isEqualTo(Status.Code.UNAVAILABLE);

    cluster.secondEmulator().start();
    ListVolumesResponse rest = list(client, page.getNextToken());
    assertThat(ids(rest)).containsExactly(second);
    assertThat(rest.getNextToken()).isEmpty();
    first.tearDown(client);
    cluster.secondEmulator().administrator().remove(second.substring(17));
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aNodeWithoutAControllerMapsAVolumeAtItsOwnSystem() throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse second =
        cluster.useOnA(
            VolumeWish.of("alone", 8, "ext4").withParameter("systemID", "2e706b2740ec200f"));
    second.create(client);

    second.stage(client);
    second.nodePublish(client);
    var data = new TaskData(34);
    data.write(second);

    assertThat(mappedTo()).containsExactly(second.host().guid());
    data.assertThere(second);
    second.nodeUnpublish(client);
    second.unstage(client);
    assertThat(mappedTo()).isEmpty();
    second.delete(client);
    Afterwards.nothingIsLeft(cluster);
  }

  /** The command runs on the host, whatever the plugin runs in. */
  @Test
  void whatNobodyOwnsIsListedOfBothAndRemovedWhereItIsSaid() {
    CsiClient client = cluster.a().client();
    String first = snapshotOfNothing("first", FIRST, client);
    String second = snapshotOfNothing("second", SECOND, client);

    assertThat(orphans(0))
        .containsSubsequence("System " + first.substring(0, 16), first.substring(17))
        .containsSubsequence("System " + second.substring(0, 16), second.substring(17));
    assertThat(orphans(2, "--remove", second.substring(17), "--yes")).contains("--system ID");
    String[] remove = {"--system", second.substring(0, 16), "--remove", second, "--yes"};
    assertThat(orphans(0, remove)).contains("removed snapshot");

    assertThat(cluster.secondEmulator().administrator().volumes()).isEmpty();
    cluster.emulator().administrator().remove(first.substring(17));
    Afterwards.nothingIsLeft(cluster);
  }

  /** A snapshot whose volume is gone. */
  private static String snapshotOfNothing(String name, String system, CsiClient client) {
    String id = system.substring(system.indexOf('/') + 1);
    VolumeUse use =
        cluster.useOnA(VolumeWish.of("source-" + name, 8, "ext4").withParameter("systemID", id));
    use.create(client);
    String snapshot = use.snapshot("kept-" + name, client).getSnapshotId();
    use.delete(client);
    return snapshot;
  }

  private static String orphans(int status, String... arguments) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("csiscaleio.plugin"));
    command.addAll(List.of("volumes", "orphans", "--config"));
    command.add(
        cluster.a().host().directory().resolve("plugin").resolve("csi-scaleio.yaml").toString());
    command.addAll(List.of(arguments));
    Path log = cluster.logs().resolve("orphans-" + System.nanoTime() + ".log");
    RunningProgram program = RunningProgram.start("csi-scaleio volumes", command, Map.of(), log);
    assertThat(program.waitForEnd(Duration.ofSeconds(60))).as(program.logText()).isEqualTo(status);
    return program.logText();
  }

  private static Set<String> mappedTo() {
    return cluster.secondEmulator().administrator().volumes().getFirst().mappedTo();
  }

  private static long capacity(CsiClient client, String key) {
    return client
        .controller()
        .getCapacity(GetCapacityRequest.newBuilder().setAccessibleTopology(place(key)).build())
        .getAvailableCapacity();
  }

  private static Status.Code code(Runnable call) {
    var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(failure).isNotNull();
    return failure.getStatus().getCode();
  }
}
