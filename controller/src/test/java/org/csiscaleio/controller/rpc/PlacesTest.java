package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;

import java.util.Map;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetSnapshotRequest;
import org.csiscaleio.csi.v1.Topology;
import org.csiscaleio.csi.v1.TopologyRequirement;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Places on the wire. */
class PlacesTest {
  private static final String SYSTEM = "org.csiscaleio/1f3c6a2b7d8e9a0f";
  private static final Topology HERE = place(Map.of(SYSTEM, "true", "org.csiscaleio/zone", "a"));
  private static final Topology ELSEWHERE = place(Map.of("org.csiscaleio/zone", "b"));

  private final Rig rig = new Rig();
  private final ControllerV1 telling = rig.telling(SpecLevel.NEWEST);

  private static Topology place(Map<String, String> segments) {
    return Topology.newBuilder().putAllSegments(segments).build();
  }

  private static TopologyRequirement requisite(Topology... places) {
    var requirement = TopologyRequirement.newBuilder();
    for (Topology place : places) {
      requirement.addRequisite(place);
    }
    return requirement.build();
  }

  private static CreateSnapshotRequest.Builder snapshot(String volume, String name) {
    return CreateSnapshotRequest.newBuilder().setSourceVolumeId(volume).setName(name);
  }

  @Test
  void aNewVolumeIsToldWithItsPlaceWhereThatIsTold() {
    var request = Rig.create("data").setAccessibilityRequirements(requisite(HERE)).build();

    assertThat(call(telling::createVolume, request).getVolume().getAccessibleTopologyList())
        .containsExactly(HERE);
    assertThat(
            call(rig.binding::createVolume, Rig.create("data").build())
                .getVolume()
                .getAccessibleTopologyList())
        .isEmpty();
  }

  @Test
  void aPlaceFromWhichNothingIsReachedExhaustsTheRoomThere() {
    var request = Rig.create("data").setAccessibilityRequirements(requisite(ELSEWHERE)).build();

    assertRefused(Code.RESOURCE_EXHAUSTED, telling::createVolume, request, "zone");
    assertThat(
            call(
                    telling::createVolume,
                    Rig.create("data")
                        .setAccessibilityRequirements(requisite(ELSEWHERE, HERE))
                        .build())
                .hasVolume())
        .isTrue();
  }

  @Test
  void csiV0TellsPlacesAtLevel03() {
    for (V0Level level : V0Level.values()) {
      var request = Speech.createV0("data-" + level);
      request
          .getAccessibilityRequirementsBuilder()
          .addRequisiteBuilder()
          .putSegments(SYSTEM, "true");

      var volume = call(rig.tellingV0(level)::createVolume, request.build()).getVolume();

      assertThat(volume.getAccessibleTopologyCount()).isEqualTo(level == V0Level.V0_3 ? 1 : 0);
    }
  }

  @Test
  void capacityIsAskedForAPlace() {
    var there = GetCapacityRequest.newBuilder().setAccessibleTopology(HERE).build();
    var elsewhere = GetCapacityRequest.newBuilder().setAccessibleTopology(ELSEWHERE).build();

    assertThat(call(telling::getCapacity, there).getAvailableCapacity()).isPositive();
    assertThat(call(telling::getCapacity, elsewhere).getAvailableCapacity()).isZero();
  }

  @Test
  void aSnapshotIsToldWithItsPlaceSince113() {
    String volume = rig.volume("data");
    var taken = call(telling::createSnapshot, snapshot(volume, "a").build()).getSnapshot();
    var get = GetSnapshotRequest.newBuilder().setSnapshotId(taken.getSnapshotId()).build();

    assertThat(taken.getAccessibleTopologyList()).containsExactly(HERE);
    assertThat(call(telling::getSnapshot, get).getSnapshot().getAccessibleTopologyList())
        .containsExactly(HERE);
    assertThat(
            call(rig.telling(SpecLevel.parse("1.12"))::getSnapshot, get)
                .getSnapshot()
                .getAccessibleTopologyList())
        .isEmpty();
  }

  @Test
  void whoRequiredOnePlaceForASnapshotIsNotToldItAgain() {
    String volume = rig.volume("data");
    var one =
        snapshot(volume, "a")
            .setAccessibilityRequirements(requisite(place(Map.of(SYSTEM, "true"))))
            .build();
    var several =
        snapshot(volume, "a").setAccessibilityRequirements(requisite(ELSEWHERE, HERE)).build();

    assertThat(call(telling::createSnapshot, one).getSnapshot().getAccessibleTopologyList())
        .isEmpty();
    assertThat(call(telling::createSnapshot, several).getSnapshot().getAccessibleTopologyList())
        .containsExactly(HERE);
  }

  @Test
  void aSnapshotThatCannotBeReachedFromWhereItMustIsNotTaken() {
    String volume = rig.volume("data");
    var request = snapshot(volume, "a").setAccessibilityRequirements(requisite(ELSEWHERE)).build();

    assertRefused(Code.RESOURCE_EXHAUSTED, telling::createSnapshot, request, "zone");
    assertThat(rig.system.array().volumes()).hasSize(1);
  }
}
