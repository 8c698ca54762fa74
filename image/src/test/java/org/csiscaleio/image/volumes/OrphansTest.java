package org.csiscaleio.image.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.controller.service.SnapshotRequest;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody owns is shown with why, and removed only when it is named, proven ours and free. */
class OrphansTest {
  private static final String GUID_A = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  private static final String GONE = "11111111-2222-3333-4444-555555555555";
  private static final Owner A = Owner.of(GUID_A, "default");
  private static final String UUID = "5e2d9b10-88c7-4f52-8b61-0a4c37e9d6f3";

  @TempDir private Path directory;

  private final VolumesBench bench = new VolumesBench();
  private final FakeScaleIoSystem system = bench.system;
  private final FakeArray array = bench.array;
  private final String sdcA = array.addSdc(GUID_A, "host-a", "192.0.2.21");

  @Test
  void whatIsOwnedIsNoOrphan() {
    String volume = owned(A, "one");
    array.map(volume, sdcA, false, MappingAccess.READ_WRITE);
    make("legacy");
    make(record(volume, 0).arrayName());
    assertThat(run()).isZero();
    assertThat(out()).contains("Nothing was found that nobody owns.");
  }

  @Test
  void aRecordWhoseVolumeIsGoneIsRemovedOnlyWhenItIsNamedAndSaid() {
    String record = make(record("00000000000000ff", 0).arrayName());
    assertThat(run()).isZero();
    assertThat(out()).contains("record", record, "00000000000000ff, which is gone");

    assertThat(run("--remove", record)).isZero();
    assertThat(out()).contains("say --yes");
    assertThat(run("--yes")).isEqualTo(2);
    assertThat(system.calls(Call.REMOVE_VOLUME)).isZero();

    assertThat(run("--remove", record, "--yes")).isZero();
    assertThat(array.volume(record)).isEmpty();
  }

  @Test
  void ofTwoRecordsTheEarlierIsAnOrphan() {
    String volume = owned(A, "one");
    String first = make(record(volume, 0).arrayName());
    String second = make(record(volume, 1).arrayName());
    run();
    assertThat(out()).contains(first).doesNotContain(second);
  }

  @Test
  void volumesOfAHostThatTheArrayHasNoMoreCanBeRemovedThoseOfADisconnectedOneNot() {
    String lost = owned(Owner.of(GONE, "default"), "lost");
    String waiting = owned(A, "waiting");
    array.setSdcConnected(sdcA, false);

    assertThat(run("--known", GONE + "/default")).isZero();
    assertThat(out())
        .contains(lost, "whose SDC the array has no more", waiting, "disconnected", "hand-over");

    assertThat(run("--known", GONE + "/default", "--remove", waiting, "--remove", lost, "--yes"))
        .isEqualTo(1);
    assertThat(err()).contains(waiting, "may come back");
    assertThat(array.volume(lost)).as("all or nothing").isPresent();

    assertThat(run("--known", GONE + "/default", "--remove", lost, "--yes")).isZero();
    assertThat(array.volume(lost)).isEmpty();
    assertThat(array.volume(waiting)).isPresent();
  }

  @Test
  void anOwnerWhomNobodyKnowsMayLive() {
    String volume = owned(new Owner("node17"), "two");
    assertThat(run("--remove", volume, "--yes")).isEqualTo(1);
    assertThat(err()).contains("--known");
    assertThat(array.volume(volume)).isPresent();
  }

  @Test
  void aSnapshotOfAVolumeThatIsGoneIsAnOrphanOneMadeByOthersIsNot() {
    var controller =
        new ControllerService(system, ControllerSettings.defaults().withStoragePool("sp1"));
    String source = make("data");
    String snapshot =
        controller
            .snapshots()
            .create(new SnapshotRequest(source, "snap"), Deadline.after(Duration.ofSeconds(5)))
            .id()
            .volumeId();
    String others = array.addSnapshot(source, "before-upgrade");
    run();
    assertThat(out()).contains("Nothing was found");

    array.remove(source);
    run();
    assertThat(out())
        .contains("snapshot", snapshot, "a volume that is gone")
        .doesNotContain(others);
    assertThat(run("--remove", snapshot, "--remove", others, "--yes")).isEqualTo(1);
    assertThat(array.volume(snapshot)).as("all or nothing").isPresent();

    assertThat(run("--remove", snapshot, "--yes")).isZero();
    assertThat(array.volume(snapshot)).isEmpty();
    assertThat(array.volume(others)).isPresent();
  }

  @Test
  void aMappingToAHostThatIsGoneIsTakenAwayWhereTheVolumeIsProvenOurs() {
    String ours = make("pvc-" + base64Of(UUID));
    String others = make("legacy");
    array.map(ours, sdcA, false, MappingAccess.READ_WRITE);
    array.map(others, sdcA, false, MappingAccess.READ_WRITE);
    array.setSdcConnected(sdcA, false);

    run();
    assertThat(out()).contains(ours + "@" + sdcA, others + "@" + sdcA, "host-a");
    assertThat(run("--remove", others + "@" + sdcA, "--yes")).isEqualTo(1);
    assertThat(err()).contains("does not say");
    assertThat(run("--remove", ours + "@" + sdcA, "--yes")).isZero();
    assertThat(array.volume(ours).orElseThrow().mappings()).isEmpty();
    assertThat(array.volume(others).orElseThrow().mappings()).hasSize(1);
  }

  @Test
  void whatIsNoOrphanIsNeverRemoved() {
    String volume = owned(A, "one");
    String plain = make("legacy");
    for (String id : List.of(volume, plain, "00000000000000aa")) {
      assertThat(run("--remove", id, "--yes")).isEqualTo(1);
      assertThat(err()).contains(id, "nothing of that id is an orphan");
    }
    assertThat(system.calls(Call.REMOVE_VOLUME)).isZero();
  }

  @Test
  void programsGetOneObject() {
    String record = make(record("00000000000000ff", 0).arrayName());
    assertThat(run("--json")).isZero();
    assertThat(out().strip().lines()).hasSize(1);
    assertThat(out()).contains("\"kind\":\"record\"", record, "\"removable\":true");
    assertThat(run("--json", "--remove", record, "--yes")).isZero();
    assertThat(out()).contains("\"removed\":[\"" + record + "\"]");
  }

  private static LimitsRecord record(String volumeId, int sequence) {
    return new LimitsRecord(
        volumeId, new LimitsOverride(OptionalLong.of(100), OptionalLong.empty()), sequence);
  }

  private static String base64Of(String uuid) {
    var id = java.util.UUID.fromString(uuid);
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
  }

  private String owned(Owner owner, String requested) {
    return make(OwnedName.of(owner.tag(), requested, 8192).arrayName());
  }

  private String make(String name) {
    return bench.make(name, 8);
  }

  private String out() {
    return bench.out();
  }

  private String err() {
    return bench.err();
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("orphans"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--by-id-directory",
            directory.resolve("by-id").toString(),
            "--sdc-device",
            directory.resolve("scini").toString(),
            "--drv-cfg",
            directory.resolve("drv_cfg").toString()));
    return bench.run(directory, all);
  }
}
