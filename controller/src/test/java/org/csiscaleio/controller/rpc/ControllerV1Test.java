package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.rpc.Rig.GUID;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;
import static org.csiscaleio.operation.Failure.Code.ABORTED;
import static org.csiscaleio.operation.Failure.Code.DEADLINE_EXCEEDED;
import static org.csiscaleio.operation.Failure.Code.INVALID_ARGUMENT;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import io.grpc.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Condition;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.ControllerListVolumeHealthRequest;
import org.csiscaleio.csi.v1.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesResponse;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.csi.v1.VolumeHealth;
import org.csiscaleio.csi.v1.VolumeHealthErrorType;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerV1Test {
  private static final long GIB = 1L << 30;

  private final Rig rig = new Rig();

  @Test
  void aVolumeLivesItsWholeLife() {
    var made =
        call(
                rig.binding::createVolume,
                Rig.create("data")
                    .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(10 * GIB))
                    .putParameters("fsType", "xfs")
                    .putSecrets("password", "hush")
                    .build())
            .getVolume();
    assertThat(made.getVolumeId()).startsWith(FakeArray.SYSTEM_ID + "-");
    assertThat(made.getCapacityBytes()).isEqualTo(16 * GIB);
    assertThat(made.getVolumeContextMap()).isEqualTo(Map.of("fsType", "xfs"));

    var published =
        call(rig.binding::controllerPublishVolume, Rig.publish(made.getVolumeId()).build());
    assertThat(published.getPublishContextMap())
        .containsEntry("mappedBy", "controller")
        .containsEntry("sizeKib", "16777216");

    var listed = call(rig.binding::listVolumes, ListVolumesRequest.getDefaultInstance());
    assertThat(listed.getEntriesList()).hasSize(1);
    assertThat(listed.getEntries(0).getVolume().getVolumeId()).isEqualTo(made.getVolumeId());
    assertThat(listed.getEntries(0).getStatus().getPublishedNodeIdsList()).containsExactly(GUID);

    var got =
        call(
            rig.binding::controllerGetVolume,
            ControllerGetVolumeRequest.newBuilder().setVolumeId(made.getVolumeId()).build());
    assertThat(got.getVolume().getCapacityBytes()).isEqualTo(16 * GIB);
    assertThat(got.getStatus().getPublishedNodeIdsList()).containsExactly(GUID);

    call(
        rig.binding::controllerUnpublishVolume,
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVolumeId(made.getVolumeId())
            .setNodeId(GUID)
            .build());
    call(
        rig.binding::deleteVolume,
        DeleteVolumeRequest.newBuilder().setVolumeId(made.getVolumeId()).build());
    assertThat(rig.system.array().volumes()).isEmpty();
  }

  @Test
  void withoutANodeIdAVolumeIsUnpublishedEverywhere() {
    String volume = rig.volume("data");
    call(rig.binding::controllerPublishVolume, Rig.publish(volume).build());
    call(
        rig.binding::controllerUnpublishVolume,
        ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(volume).build());
    assertThat(rig.system.array().volumes().getFirst().mappings()).isEmpty();
  }

  @Test
  void whatIsConfirmedIsWhatWasSent() {
    String volume = rig.volume("data");
    var request =
        ValidateVolumeCapabilitiesRequest.newBuilder()
            .setVolumeId(volume)
            .addVolumeCapabilities(Rig.mount(Mode.SINGLE_NODE_WRITER))
            .putVolumeContext("fsType", "xfs")
            .putParameters("storagepool", "sp1")
            .build();
    var answer = call(rig.binding::validateVolumeCapabilities, request);
    assertThat(answer.getMessage()).isEmpty();
    assertThat(answer.getConfirmed().getVolumeContextMap()).isEqualTo(Map.of("fsType", "xfs"));
    assertThat(answer.getConfirmed().getVolumeCapabilitiesList())
        .isEqualTo(request.getVolumeCapabilitiesList());
    assertThat(answer.getConfirmed().getParametersMap()).isEqualTo(Map.of("storagepool", "sp1"));
  }

  @Test
  void whatIsNotConfirmedSaysWhyAndNothingElse() {
    var request =
        ValidateVolumeCapabilitiesRequest.newBuilder()
            .setVolumeId(rig.volume("data"))
            .addVolumeCapabilities(Rig.mount(Mode.MULTI_NODE_MULTI_WRITER))
            .build();
    ValidateVolumeCapabilitiesResponse answer =
        call(rig.binding::validateVolumeCapabilities, request);
    assertThat(answer.hasConfirmed()).isFalse();
    assertThat(answer.getMessage()).contains("destroy themselves");
  }

  @Test
  void validationNeedsAVolumeAndCapabilities() {
    var request = ValidateVolumeCapabilitiesRequest.newBuilder();
    assertRefused(
        INVALID_ARGUMENT, rig.binding::validateVolumeCapabilities, request.build(), "volume_id");
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::validateVolumeCapabilities,
        request.setVolumeId("x").build(),
        "volume_capabilities");
    assertRefused(
        NOT_FOUND,
        rig.binding::validateVolumeCapabilities,
        request.addVolumeCapabilities(Rig.mount(Mode.SINGLE_NODE_WRITER)).build(),
        "'x'");
  }

  @Test
  void capacityTellsTheSmallestAndTheLargestVolume() {
    var answer = call(rig.binding::getCapacity, GetCapacityRequest.getDefaultInstance());
    assertThat(answer.getAvailableCapacity()).isPositive().isEqualTo(36864 * GIB);
    assertThat(answer.getMinimumVolumeSize().getValue()).isEqualTo(8 * GIB);
    assertThat(answer.getMaximumVolumeSize().getValue()).isEqualTo(36864 * GIB);
  }

  @Test
  void noCapacityLeavesTheLimitsUnset() {
    var answer =
        call(
            rig.binding::getCapacity,
            GetCapacityRequest.newBuilder().putParameters("storagepool", "sp9").build());
    assertThat(answer.getAvailableCapacity()).isZero();
    assertThat(answer.hasMinimumVolumeSize()).isFalse();
    assertThat(answer.hasMaximumVolumeSize()).isFalse();
  }

  @Test
  void pagesFollowTheirTokens() {
    for (int i = 0; i < 3; i++) {
      rig.volume("v" + i);
    }
    var first =
        call(rig.binding::listVolumes, ListVolumesRequest.newBuilder().setMaxEntries(2).build());
    assertThat(first.getEntriesList()).hasSize(2);
    var rest =
        call(
            rig.binding::listVolumes,
            ListVolumesRequest.newBuilder().setStartingToken(first.getNextToken()).build());
    assertThat(rest.getEntriesList()).hasSize(1);
    assertThat(rest.getNextToken()).isEmpty();
    assertRefused(
        ABORTED,
        rig.binding::listVolumes,
        ListVolumesRequest.newBuilder().setStartingToken("invalid-token").build());
    assertRefused(
        INVALID_ARGUMENT,
        rig.binding::listVolumes,
        ListVolumesRequest.newBuilder().setMaxEntries(-1).build(),
        "max_entries");
  }

  /** Enough volumes that one message of them all would be too large for old clients. */
  @Test
  void aListTooLargeForOneMessageIsCutEvenWithoutALimit() {
    rig.system
        .array()
        .addThinVolumes(rig.system.array().storagePools().getFirst().id(), "v", 60_000);
    int volumes = 0;
    int pages = 0;
    String token = "";
    do {
      var page =
          call(
              rig.binding::listVolumes,
              ListVolumesRequest.newBuilder().setStartingToken(token).build());
      assertThat(page.getSerializedSize()).isLessThan(4 << 20);
      volumes += page.getEntriesCount();
      pages++;
      token = page.getNextToken();
    } while (!token.isEmpty());
    assertThat(volumes).isEqualTo(60_000);
    assertThat(pages).isBetween(2, 4);
  }

  @Test
  void howVolumesAreIsToldInTheWordsOfTheLevel() {
    String id = rig.volume("data");
    FakeArray array = rig.system.array();
    array.setDamage(array.volumes().getFirst().storagePoolId(), 8, 0);
    var service = new ControllerService(rig.system, ControllerSettings.defaults());
    var old = new ControllerV1(service, SpecLevel.parse("1.12"));
    var get = ControllerGetVolumeRequest.newBuilder().setVolumeId(id).build();

    assertThat(call(old::controllerGetVolume, get).getStatus().getVolumeCondition().getAbnormal())
        .isTrue();
    assertThat(
            call(old::listVolumes, ListVolumesRequest.getDefaultInstance())
                .getEntries(0)
                .getStatus()
                .getVolumeCondition()
                .getMessage())
        .contains("only one copy is left");
    var now = new ControllerV1(service, SpecLevel.parse("1.13"));
    assertThat(call(now::controllerGetVolume, get).getStatus().hasVolumeCondition()).isFalse();
    assertThat(
            call(
                    now::controllerGetVolumeHealth,
                    ControllerGetVolumeHealthRequest.newBuilder().setVolumeId(id).build())
                .getVolumeHealth()
                .getHealthStatusesList())
        .singleElement()
        .satisfies(status -> {
          assertThat(status.getStatus()).isEqualTo(VolumeHealthErrorType.DEGRADED);
          assertThat(status.getReason()).isEqualTo("PoolDegraded");
        });
    assertThat(
            call(
                    now::controllerListVolumeHealth,
                    ControllerListVolumeHealthRequest.getDefaultInstance())
                .getEntriesList())
        .extracting(VolumeHealth::getVolumeId)
        .containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 8",
    "1.1, 9",
    "1.2, 10",
    "1.3, 12",
    "1.4, 12",
    "1.5, 13",
    "1.8, 13",
    "1.9, 14",
    "1.11, 14",
    "1.12, 15",
    "1.13, 16"
  })
  void whatIsAdvertisedFollowsTheSpecificationLevel(String level, int capabilities) {
    var binding =
        new ControllerV1(
            new ControllerService(rig.system, ControllerSettings.defaults()),
            SpecLevel.parse(level));
    var answer =
        call(
            binding::controllerGetCapabilities,
            ControllerGetCapabilitiesRequest.getDefaultInstance());
    assertThat(answer.getCapabilitiesList()).hasSize(capabilities);
    assertThat(answer.getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType())
        .startsWith(
            RPC.Type.CREATE_DELETE_VOLUME,
            RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
            RPC.Type.LIST_VOLUMES,
            RPC.Type.GET_CAPACITY,
            RPC.Type.CREATE_DELETE_SNAPSHOT,
            RPC.Type.LIST_SNAPSHOTS,
            RPC.Type.CLONE_VOLUME,
            RPC.Type.PUBLISH_READONLY);
    int minor = SpecLevel.parse(level).minor();
    assertThat(answer.getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType() == RPC.Type.VOLUME_CONDITION)
        .areExactly(minor >= 3 && minor <= 12 ? 1 : 0, new Condition<>(is -> is, "it"));
  }

  @Test
  void aCallersDeadlineBoundsTheArraysWork() throws Exception {
    rig.volume("warm");
    rig.system.faults().block(Call.CREATE_VOLUME);
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      Context context = Context.current().withDeadlineAfter(300, TimeUnit.MILLISECONDS, timer);
      long start = System.nanoTime();
      context.run(() ->
          assertRefused(DEADLINE_EXCEEDED, rig.binding::createVolume, Rig.create("data").build()));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
    assertThat(rig.system.array().volumeNamed("data")).isEmpty();
  }
}
