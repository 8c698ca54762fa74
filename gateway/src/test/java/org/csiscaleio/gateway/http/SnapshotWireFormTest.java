package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.GET_VOLUME;
import static org.csiscaleio.gateway.http.ScriptedGateway.GROW;
import static org.csiscaleio.gateway.http.ScriptedGateway.LIST;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOOK_UP;
import static org.csiscaleio.gateway.http.ScriptedGateway.POOL_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.REMOVE_GROUP;
import static org.csiscaleio.gateway.http.ScriptedGateway.SELECTED;
import static org.csiscaleio.gateway.http.ScriptedGateway.SNAPSHOT;
import static org.csiscaleio.gateway.http.ScriptedGateway.VOLUME_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.done;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.refusal;
import static org.csiscaleio.gateway.http.ScriptedGateway.reset;
import static org.csiscaleio.gateway.http.ScriptedGateway.volume;

import java.time.Instant;
import java.util.List;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.TakenSnapshots;
import org.csiscaleio.gateway.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How snapshots and growth are put into words, how answers are read, and lost ones looked for. */
class SnapshotWireFormTest {
  private static final String SNAP_ID = "5c7723f900000003";
  private static final String OTHER_ID = "5c7723fa00000004";
  private static final String GROUP_ID = "a1b2c3d400000001";
  private static final String TAKEN =
      "{\"volumeIdList\":[\"" + SNAP_ID + "\"],\"snapshotGroupId\":\"" + GROUP_ID + "\"}";
  private static final NewSnapshots ONE =
      NewSnapshots.of(VOLUME_ID, "snap", MappingAccess.READ_ONLY);

  private final ScriptedGateway gateway = new ScriptedGateway();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    gateway.start();
    open("3.6");
  }

  @AfterEach
  void stop() {
    system.close();
    gateway.close();
  }

  private void open(String version) {
    gateway.version(version);
    system = HttpScaleIoSystem.open(gateway.settings());
    system.version(soon());
    system.info(soon());
    gateway.forget();
  }

  @Test
  void severalSnapshotsAreOneRequestThatSaysWhatTheyMayBeUsedFor() {
    gateway.always(
        SNAPSHOT,
        json(
            200,
            "{\"volumeIdList\":[\"%s\",\"%s\"],\"snapshotGroupId\":\"%s\"}"
                .formatted(OTHER_ID, SNAP_ID, GROUP_ID)));
    var wanted =
        new NewSnapshots(
            List.of(
                new NewSnapshots.Source(VOLUME_ID, "snap-a"),
                new NewSnapshots.Source("5c7723f800000002", "snap-b")),
            MappingAccess.READ_ONLY);

    assertThat(system.snapshot(wanted, soon()))
        .isEqualTo(new TakenSnapshots(GROUP_ID, List.of(OTHER_ID, SNAP_ID)));

    assertThat(gateway.body(SNAPSHOT))
        .isEqualTo(
            "{\"snapshotDefs\":[{\"volumeId\":\"5c7723f800000001\",\"snapshotName\":\"snap-a\"},"
                + "{\"volumeId\":\"5c7723f800000002\",\"snapshotName\":\"snap-b\"}],"
                + "\"accessModeLimit\":\"ReadOnly\"}");
    assertThat(gateway.asked()).containsExactly(SNAPSHOT);
  }

  @Test
  void arraysBeforeThreeAreNotAskedForWhatTheyDoNotKnow() {
    open("2.6");
    gateway.always(SNAPSHOT, json(200, TAKEN));

    system.snapshot(ONE, soon());

    assertThat(gateway.body(SNAPSHOT))
        .isEqualTo(
            "{\"snapshotDefs\":[{\"volumeId\":\"5c7723f800000001\",\"snapshotName\":\"snap\"}]}");
  }

  @Test
  void aLimitOfATreeIsKnownByItsDetails() {
    gateway.always(
        SNAPSHOT,
        json(
            500,
            "{\"message\":\"Error with details\",\"httpStatusCode\":500,\"errorCode\":0,"
                + "\"details\":[{\"error\":\"TOO_MANY_SNAPS_IN_VTREE\",\"rc\":182,"
                + "\"errorMessage\":\"There are too many snapshots in the VTree\"}]}"));

    assertKind(() -> system.snapshot(ONE, soon()), Kind.LIMIT_REACHED)
        .hasMessageContaining("too many snapshots in the VTree");
  }

  @Test
  void aSnapshotWhoseAnswerWasLostIsFoundByItsNameAndItsSource() {
    gateway.always(SNAPSHOT, reset());
    gateway.always(LOOK_UP, json(200, "\"" + SNAP_ID + "\""));
    gateway.always(
        "GET /api/instances/Volume::" + SNAP_ID, json(200, snap(SNAP_ID, "snap", now())));

    assertThat(system.snapshot(ONE, soon()))
        .isEqualTo(new TakenSnapshots(GROUP_ID, List.of(SNAP_ID)));
    assertThat(gateway.count(SNAPSHOT)).isEqualTo(1);
  }

  @Test
  void aSnapshotOfThatNameOfAnotherSourceOrTimeIsNotTakenForOurs() {
    gateway.always(SNAPSHOT, reset());
    gateway.always(LOOK_UP, json(200, "\"" + SNAP_ID + "\""));
    for (String other :
        List.of(
            snap(SNAP_ID, "snap", now()).replace(VOLUME_ID, "5c7723f800000009"),
            snap(SNAP_ID, "snap", now() - 3600),
            snap(SNAP_ID, "snap", now()).replace("Snapshot", "ThinProvisioned"))) {
      gateway.always("GET /api/instances/Volume::" + SNAP_ID, json(200, other));

      assertKind(() -> system.snapshot(ONE, soon()), Kind.NAME_IN_USE);
    }
  }

  @Test
  void aSnapshotThatDoesNotShowMayStillCome() {
    gateway.always(SNAPSHOT, reset());
    gateway.always(LOOK_UP, refusal(79, "Could not find the volume"));

    assertKind(() -> system.snapshot(ONE, soon()), Kind.OUTCOME_UNKNOWN)
        .hasMessageContaining("repeat the call");
    assertThat(gateway.count(SNAPSHOT)).isEqualTo(1);
  }

  @Test
  void aGroupWhoseAnswerWasLostIsFoundWholeOrNotAtAll() {
    var wanted =
        new NewSnapshots(
            List.of(
                new NewSnapshots.Source(VOLUME_ID, "snap-a"),
                new NewSnapshots.Source(VOLUME_ID.replace("01", "02"), "snap-b")),
            MappingAccess.READ_ONLY);
    String first = snap(SNAP_ID, "snap-a", now());
    String second =
        snap(OTHER_ID, "snap-b", now()).replace(VOLUME_ID, VOLUME_ID.replace("01", "02"));
    gateway.always(SNAPSHOT, reset());
    gateway.always(LIST, json(200, "[" + second + "," + first + "]"));
    assertThat(system.snapshot(wanted, soon()))
        .isEqualTo(new TakenSnapshots(GROUP_ID, List.of(OTHER_ID, SNAP_ID)));

    gateway.always(LIST, json(200, "[" + first + "]"));
    assertKind(() -> system.snapshot(wanted, soon()), Kind.OUTCOME_UNKNOWN);

    gateway.always(LIST, json(200, "[" + first + "," + second.replace(GROUP_ID, OTHER_ID) + "]"));
    assertKind(() -> system.snapshot(wanted, soon()), Kind.NAME_IN_USE);
  }

  @Test
  void anAnswerWithoutTheIdsIsLookedFor() {
    gateway.always(LOOK_UP, json(200, "\"" + SNAP_ID + "\""));
    gateway.always(
        "GET /api/instances/Volume::" + SNAP_ID, json(200, snap(SNAP_ID, "snap", now())));
    for (String odd :
        List.of(
            "{}",
            TAKEN.replace(SNAP_ID, "x"),
            TAKEN.replace(GROUP_ID, ""),
            TAKEN.replace("]", ",\"" + OTHER_ID + "\"]"))) {
      gateway.always(SNAPSHOT, json(200, odd));

      assertThat(system.snapshot(ONE, soon()).volumeIds()).containsExactly(SNAP_ID);
    }
  }

  @Test
  void whatAnArrayTellsOfASnapshotIsRead() {
    gateway.always("GET /api/instances/Volume::" + SNAP_ID, json(200, snap(SNAP_ID, "snap", 1)));
    Volume snapshot = system.volume(SNAP_ID, soon()).orElseThrow();
    assertThat(snapshot.groupId()).isEqualTo(GROUP_ID);
    assertThat(snapshot.accessLimit()).isEqualTo(MappingAccess.READ_ONLY);
    assertThat(snapshot.ofPolicy()).isFalse();

    gateway.always(
        "GET /api/instances/Volume::" + SNAP_ID,
        json(
            200,
            snap(SNAP_ID, "snap", 1)
                .replace(
                    "\"snplIdOfAutoSnapshot\":null",
                    "\"snplIdOfAutoSnapshot\":\"d4c3b2a100000000\"")));
    assertThat(system.volume(SNAP_ID, soon()).orElseThrow().ofPolicy()).isTrue();
  }

  @Test
  void severalVolumesAreReadInOneRequest() {
    gateway.always(
        SELECTED, json(200, "[" + volume("vol-a", 8388608, 1) + "," + snap(SNAP_ID, "s", 1) + "]"));

    assertThat(system.volumes(List.of(SNAP_ID, VOLUME_ID), soon()))
        .extracting(Volume::id)
        .containsExactly(VOLUME_ID, SNAP_ID);

    assertThat(gateway.body(SELECTED))
        .isEqualTo("{\"ids\":[\"" + SNAP_ID + "\",\"" + VOLUME_ID + "\"]}");
    assertKind(() -> system.volumes(List.of("../x"), soon()), Kind.VOLUME_NOT_FOUND);
    assertThat(gateway.asked()).containsExactly(SELECTED);
  }

  @Test
  void aGroupIsRemovedByTheSystem() {
    gateway.always(REMOVE_GROUP, json(200, "{\"numberOfVolumes\":2}"));
    system.removeSnapshotGroup(GROUP_ID, soon());
    assertThat(gateway.body(REMOVE_GROUP)).isEqualTo("{\"snapGroupId\":\"" + GROUP_ID + "\"}");
    assertThat(gateway.asked()).containsExactly(REMOVE_GROUP);

    for (var gone :
        List.of(
            refusal(185, "No volumes were found under the given consistency group"),
            refusal(183, "There is nothing to do"))) {
      gateway.always(REMOVE_GROUP, gone);
      assertKind(() -> system.removeSnapshotGroup(GROUP_ID, soon()), Kind.VOLUME_NOT_FOUND);
    }
  }

  @Test
  void aGroupWhoseRemovalsAnswerWasLostIsGoneWhenNoneIsLeft() {
    gateway.always(REMOVE_GROUP, reset());
    gateway.always(LIST, json(200, "[" + volume("vol-a", 8388608, 1) + "]"));
    system.removeSnapshotGroup(GROUP_ID, soon());

    gateway.always(LIST, json(200, "[" + snap(SNAP_ID, "snap", 1) + "]"));
    assertKind(() -> system.removeSnapshotGroup(GROUP_ID, soon()), Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void growthIsToldInWholeGibAndThePresentSizeIsNoRefusal() {
    gateway.always(GROW, done());
    system.growVolume(VOLUME_ID, 24L << 20, soon());
    assertThat(gateway.body(GROW)).isEqualTo("{\"sizeInGB\":\"24\"}");
    assertThat(gateway.asked()).containsExactly(GROW);

    gateway.always(GROW, refusal(183, "There is nothing to do"));
    system.growVolume(VOLUME_ID, 24L << 20, soon());

    gateway.always(GROW, refusal(133, "Volume capacity can only be increased"));
    assertKind(() -> system.growVolume(VOLUME_ID, 24L << 20, soon()), Kind.ILLEGAL_SIZE);
  }

  @Test
  void growthWhoseAnswerWasLostIsDoneWhenItShows() {
    gateway.always(GROW, reset());
    gateway.always(GET_VOLUME, json(200, volume("vol-a", 24L << 20, 1)));
    system.growVolume(VOLUME_ID, 24L << 20, soon());

    gateway.always(GET_VOLUME, json(200, volume("vol-a", 16L << 20, 1)));
    assertKind(() -> system.growVolume(VOLUME_ID, 24L << 20, soon()), Kind.OUTCOME_UNKNOWN);
    assertThat(gateway.count(GROW)).isEqualTo(2);
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static String snap(String id, String name, long creationTime) {
    return """
    {"id":"%s","name":"%s","sizeInKb":8388608,"volumeType":"Snapshot","storagePoolId":"%s",
     "vtreeId":"6e1d09aa00000001","ancestorVolumeId":"%s","consistencyGroupId":"%s",
     "creationTime":%d,"mappingToAllSdcsEnabled":false,"mappedSdcInfo":null,
     "accessModeLimit":"ReadOnly","autoSnapshotGroupId":null,"snplIdOfAutoSnapshot":null}\
    """
        .formatted(id, name, POOL_ID, VOLUME_ID, GROUP_ID, creationTime);
  }
}
