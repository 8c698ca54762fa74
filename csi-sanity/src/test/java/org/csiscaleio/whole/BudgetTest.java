package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.csi.v1.VolumeGroupSnapshot;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.EmulatorControl;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Test;

/** How many requests each call costs the gateway, counted by the gateway. */
class BudgetTest {
  private record Line(String call, int budget, Map<String, Long> requests) {
    long total() {
      // "unauthorized" says of a request that is counted already how it was answered.
      return requests.entrySet().stream()
          .filter(entry -> !entry.getKey().equals("unauthorized"))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  private final List<Line> lines = new ArrayList<>();

  @Test
  void noCallCostsTheGatewayMoreThanItsBudget() throws IOException {
    try (var cluster = Cluster.named("BudgetTest").start()) {
      CsiClient client = cluster.a().client();
      EmulatorControl control = cluster.emulator().control();
      warmUp(cluster, client);
      VolumeUse use = cluster.useOnA(VolumeWish.of("budget", 8, "ext4"));
      VolumeUse limited =
          cluster.useOnA(
              VolumeWish.of("budget-limited", 8, "ext4")
                  .withParameter("iopslimit", "100")
                  .withParameter("bandwidthlimitinkbps", "10240"));
      limited.create(client);

      measure(control, "CreateVolume", 1, () -> use.create(client));
      // Refused for its name, then looked up by it, then compared.
      measure(control, "CreateVolume again", 3, () -> use.create(client));
      measure(control, "ValidateVolumeCapabilities", 1, () -> validate(client, use));
      measure(control, "ControllerGetVolume", 1, () -> get(client, use));
      modifications(control, client, limited);
      measure(control, "ControllerPublishVolume", 1, () -> use.publish(client));
      measure(control, "ControllerPublishVolume again", 2, () -> use.publish(client));
      measure(control, "ControllerPublishVolume with limits", 2, () -> limited.publish(client));
      measure(control, "NodeStageVolume", 0, () -> use.stage(client));
      measure(control, "NodePublishVolume", 0, () -> use.nodePublish(client));
      measure(control, "NodeUnpublishVolume", 0, () -> use.nodeUnpublish(client));
      measure(control, "NodeUnstageVolume", 0, () -> use.unstage(client));
      measure(control, "ControllerUnpublishVolume", 1, () -> use.unpublish(client));
      measure(control, "ControllerUnpublishVolume again", 1, () -> use.unpublish(client));
      snapshots(cluster, control, client, use);
      measure(control, "ListVolumes", 1, () -> list(client, 0));
      measure(control, "ListVolumes, a first page", 1, () -> list(client, 1));
      measure(control, "GetCapacity", 1, () -> capacity(client));
      measure(control, "DeleteVolume", 1, () -> use.delete(client));
      measure(control, "DeleteVolume again", 1, () -> use.delete(client));
      control.expireTokens();
      measure(control, "GetCapacity after all tokens expired", 3, () -> capacity(client));
      control.advanceClock(Duration.ofMinutes(11));
      measure(control, "GetCapacity after 11 idle minutes", 3, () -> capacity(client));
      limited.unpublish(client);
      measure(control, "DeleteVolume, modified", 4, () -> limited.delete(client));
      Afterwards.nothingIsLeft(cluster);
    }
    report();
    assertThat(lines).allSatisfy(line -> assertThat(line.total()).isLessThanOrEqualTo(line.budget));
  }

  private void modifications(EmulatorControl control, CsiClient client, VolumeUse use) {
    measure(
        control,
        "ControllerModifyVolume, a volume's first",
        2,
        () -> use.modify(Map.of("iopsLimit", "200"), client));
    measure(
        control,
        "ControllerModifyVolume, unmapped",
        2,
        () -> use.modify(Map.of("iopsLimit", "300"), client));
    measure(
        control,
        "ControllerModifyVolume again",
        1,
        () -> use.modify(Map.of("iopsLimit", "300"), client));
    measure(control, "ControllerPublishVolume, modified", 2, () -> use.publish(client));
    measure(
        control,
        "ControllerModifyVolume, mapped",
        3,
        () -> use.modify(Map.of("iopsLimit", "400"), client));
    use.unpublish(client);
  }

  private void snapshots(
      Cluster cluster, EmulatorControl control, CsiClient client, VolumeUse use) {
    // The first one of a volume reads what it has made, and counts the volume's tree.
    var snapshots = new ArrayList<Snapshot>();
    measure(
        control, "CreateSnapshot, a volume's first", 3, () -> use.snapshot("budget-first", client));
    measure(control, "CreateSnapshot", 1, () -> snapshots.add(use.snapshot("budget-snap", client)));
    measure(control, "CreateSnapshot again", 3, () -> use.snapshot("budget-snap", client));
    var groups = new ArrayList<VolumeGroupSnapshot>();
    measure(
        control,
        "CreateVolumeGroupSnapshot",
        2,
        () ->
            groups.add(
                client
                    .groupController()
                    .createVolumeGroupSnapshot(
                        CreateVolumeGroupSnapshotRequest.newBuilder()
                            .setName("budget-group")
                            .addSourceVolumeIds(use.id())
                            .build())
                    .getGroupSnapshot()));
    var source =
        VolumeContentSource.newBuilder()
            .setSnapshot(
                VolumeContentSource.SnapshotSource.newBuilder()
                    .setSnapshotId(snapshots.getFirst().getSnapshotId()))
            .build();
    VolumeUse clone = cluster.useOnA(VolumeWish.of("budget-clone", 8, "ext4"));
    VolumeUse larger = cluster.useOnA(VolumeWish.of("budget-larger", 16, "ext4"));
    measure(control, "CreateVolume from a snapshot", 1, () -> clone.createFrom(source, client));
    measure(
        control,
        "CreateVolume from a snapshot, larger",
        2,
        () -> larger.createFrom(source, client));
    measure(control, "ControllerExpandVolume", 1, () -> clone.expand(16, client));
    measure(control, "ControllerExpandVolume again", 1, () -> clone.expand(16, client));
    measure(
        control,
        "ListSnapshots",
        1,
        () -> client.controller().listSnapshots(ListSnapshotsRequest.getDefaultInstance()));
    measure(
        control,
        "ListSnapshots of a volume",
        2,
        () ->
            client
                .controller()
                .listSnapshots(
                    ListSnapshotsRequest.newBuilder().setSourceVolumeId(use.id()).build()));
    measure(
        control,
        "DeleteVolumeGroupSnapshot",
        2,
        () ->
            client
                .groupController()
                .deleteVolumeGroupSnapshot(
                    DeleteVolumeGroupSnapshotRequest.newBuilder()
                        .setGroupSnapshotId(groups.getFirst().getGroupSnapshotId())
                        .build()));
    measure(control, "DeleteSnapshot", 2, () -> delete(client, snapshots.getFirst()));
    clone.delete(client);
    larger.delete(client);
    client
        .controller()
        .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
        .getEntriesList()
        .forEach(entry -> delete(client, entry.getSnapshot()));
  }

  private static void delete(CsiClient client, Snapshot snapshot) {
    var _ =
        client
            .controller()
            .deleteSnapshot(
                DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot.getSnapshotId()).build());
  }

  private static void warmUp(Cluster cluster, CsiClient client) {
    VolumeUse use = cluster.useOnA(VolumeWish.of("warm-up", 8, "ext4"));
    use.bringUp(client);
    capacity(client);
    use.tearDown(client);
  }

  private void measure(EmulatorControl control, String call, int budget, Runnable act) {
    control.resetCounters();
    act.run();
    lines.add(new Line(call, budget, control.counters()));
  }

  private void report() throws IOException {
    var text = new StringBuilder();
    text.append("%-40s %6s %8s  %s%n".formatted("call", "budget", "requests", "of kind"));
    for (Line line : lines) {
      text.append(
          "%-40s %6d %8d  %s%n"
              .formatted(line.call(), line.budget(), line.total(), line.requests()));
    }
    Figures.keep("budget", text.toString());
  }

  private static void validate(CsiClient client, VolumeUse use) {
    var answer =
        client
            .controller()
            .validateVolumeCapabilities(
                ValidateVolumeCapabilitiesRequest.newBuilder()
                    .setVolumeId(use.id())
                    .addVolumeCapabilities(use.wish().capability())
                    .build());
    assertThat(answer.hasConfirmed()).isTrue();
  }

  private static void get(CsiClient client, VolumeUse use) {
    var answer =
        client
            .controller()
            .controllerGetVolume(
                ControllerGetVolumeRequest.newBuilder().setVolumeId(use.id()).build());
    assertThat(answer.getVolume().getVolumeId()).isEqualTo(use.id());
  }

  private static void list(CsiClient client, int entries) {
    var answer =
        client
            .controller()
            .listVolumes(ListVolumesRequest.newBuilder().setMaxEntries(entries).build());
    assertThat(answer.getEntriesCount()).isPositive();
  }

  private static void capacity(CsiClient client) {
    var answer = client.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
    assertThat(answer.getAvailableCapacity()).isPositive();
  }
}
