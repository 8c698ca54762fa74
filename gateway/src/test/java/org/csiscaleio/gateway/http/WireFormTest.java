package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.CREATE;
import static org.csiscaleio.gateway.http.ScriptedGateway.GET_VOLUME;
import static org.csiscaleio.gateway.http.ScriptedGateway.LIMIT;
import static org.csiscaleio.gateway.http.ScriptedGateway.LIST;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOOK_UP;
import static org.csiscaleio.gateway.http.ScriptedGateway.MAP;
import static org.csiscaleio.gateway.http.ScriptedGateway.POOL_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.REMOVE;
import static org.csiscaleio.gateway.http.ScriptedGateway.RENAME;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDCS;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDC_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.SYSTEMS;
import static org.csiscaleio.gateway.http.ScriptedGateway.SYSTEM_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.UNMAP;
import static org.csiscaleio.gateway.http.ScriptedGateway.VOLUME_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.done;
import static org.csiscaleio.gateway.http.ScriptedGateway.half;
import static org.csiscaleio.gateway.http.ScriptedGateway.html;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.refusal;
import static org.csiscaleio.gateway.http.ScriptedGateway.reset;
import static org.csiscaleio.gateway.http.ScriptedGateway.volume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayUser;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.StoragePool;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.RequestId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent, and how the answers of different releases are read. One request per call. */
class WireFormTest {
  private final ScriptedGateway gateway = new ScriptedGateway();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    gateway.start();
    open("3.6");
  }

  private void open(String version) {
    system.close();
    gateway.version(version);
    system = HttpScaleIoSystem.open(gateway.settings());
    system.version(soon());
    gateway.forget();
  }

  @AfterEach
  void stop() {
    system.close();
    gateway.close();
  }

  @Test
  void aVolumeIsMadeWithStringsForNumbers() {
    gateway.always(CREATE, json(200, "{\"id\":\"" + VOLUME_ID + "\"}"));

    String id =
        system.createVolume(new NewVolume("vol-ä\"", POOL_ID, 16777216, VolumeType.THICK), soon());

    assertThat(id).isEqualTo(VOLUME_ID);
    assertThat(gateway.asked()).containsExactly(CREATE);
    assertThat(gateway.body(CREATE))
        .isEqualTo(
            "{\"storagePoolId\":\"3f8d21c600000000\",\"name\":\"vol-ä\\\"\","
                + "\"volumeSizeInKb\":\"16777216\",\"volumeType\":\"ThickProvisioned\"}");
    assertThat(gateway.last(CREATE).getHeaders().get("Content-Type"))
        .startsWith("application/json");
  }

  @Test
  void mappingSaysTheAccessModeSinceThreeOnly() {
    gateway.always(MAP, done());

    system.map(VOLUME_ID, SDC_ID, true, MappingAccess.READ_ONLY, soon());
    assertThat(gateway.body(MAP))
        .isEqualTo(
            "{\"sdcId\":\"9a4be1d700000002\",\"allowMultipleMappings\":\"TRUE\","
                + "\"accessMode\":\"ReadOnly\"}");
    assertThat(gateway.asked()).containsExactly(MAP);

    open("2.6");
    system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_ONLY, soon());
    assertThat(gateway.body(MAP))
        .isEqualTo("{\"sdcId\":\"9a4be1d700000002\",\"allowMultipleMappings\":\"FALSE\"}");
  }

  @Test
  void theVersionIsFoundOutBeforeTheFirstMapping() {
    gateway.version("2.0.1").always(MAP, done());
    system = HttpScaleIoSystem.open(gateway.settings());

    system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_WRITE, soon());

    assertThat(gateway.body(MAP)).doesNotContain("accessMode");
  }

  @Test
  void unmappingOneHostNeverMentionsAllOfThem() {
    gateway.always(UNMAP, json(200, ""));

    system.unmap(VOLUME_ID, SDC_ID, soon());
    assertThat(gateway.body(UNMAP)).isEqualTo("{\"sdcId\":\"9a4be1d700000002\"}");

    system.unmapAll(VOLUME_ID, soon());
    assertThat(gateway.body(UNMAP)).isEqualTo("{\"allSdcs\":\"\"}");
    assertThat(gateway.asked()).containsExactly(UNMAP, UNMAP);
  }

  @Test
  void removalTakesTheVolumeOnly() {
    gateway.always(REMOVE, done());

    system.removeVolume(VOLUME_ID, soon());

    assertThat(gateway.body(REMOVE)).isEqualTo("{\"removeMode\":\"ONLY_ME\"}");
    assertThat(gateway.asked()).containsExactly(REMOVE);
  }

  @Test
  void limitsAreSentAsStrings() {
    gateway.always(LIMIT, done());

    system.limitMapping(VOLUME_ID, SDC_ID, 200, 10240, soon());

    assertThat(gateway.body(LIMIT))
        .isEqualTo(
            "{\"sdcId\":\"9a4be1d700000002\",\"iopsLimit\":\"200\","
                + "\"bandwidthLimitInKbps\":\"10240\"}");
  }

  /** Real arrays refuse both zeros in one request. */
  @Test
  void limitsAreTakenAwayOneByOne() {
    gateway.always(LIMIT, done());

    system.limitMapping(VOLUME_ID, SDC_ID, 0, 0, soon());

    assertThat(gateway.asked()).containsExactly(LIMIT, LIMIT);
    assertThat(gateway.body(LIMIT))
        .isEqualTo("{\"sdcId\":\"9a4be1d700000002\",\"bandwidthLimitInKbps\":\"0\"}");
  }

  @Test
  void anSdcIsApprovedByItsGuidAndNamedAlone() {
    String approve = "POST /api/instances/System/action/approveSdc";
    String name = "POST /api/instances/Sdc::" + SDC_ID + "/action/setSdcName";
    gateway.always(approve, done()).always(name, done());

    system.approveSdc("B71F01AE-FF7A-47C5-A303-583FFD416818", soon());
    system.renameSdc(SDC_ID, "node17", soon());

    assertThat(gateway.body(approve))
        .isEqualTo("{\"sdcGuid\":\"B71F01AE-FF7A-47C5-A303-583FFD416818\"}");
    assertThat(gateway.body(name)).isEqualTo("{\"sdcName\":\"node17\"}");
  }

  @Test
  void aNewNameIsSentAlone() {
    gateway.always(RENAME, done());

    system.rename(VOLUME_ID, "k3JxQ0aP=x", soon());

    assertThat(gateway.body(RENAME)).isEqualTo("{\"newName\":\"k3JxQ0aP=x\"}");
    assertThat(gateway.asked()).containsExactly(RENAME);
  }

  @Test
  void aVolumeIsReadAsEveryReleaseWritesIt() {
    gateway.always(GET_VOLUME, json(200, volume("vol-a", 16777216, 1574882772)));
    assertThat(system.volume(VOLUME_ID, soon()))
        .contains(
            new Volume(
                VOLUME_ID,
                "vol-a",
                16777216,
                VolumeType.THIN,
                POOL_ID,
                "6e1d09aa00000001",
                "",
                Instant.ofEpochSecond(1574882772),
                List.of(),
                false));

    gateway.always(
        GET_VOLUME,
        json(
            200,
            """
            {"id":"5c7723f800000001","name":null,"sizeInKb":"16777216","volumeType":"Snapshot",
             "storagePoolId":"3f8d21c600000000","ancestorVolumeId":"5c7723f800000007",
             "mappingToAllSdcsEnabled":"TRUE","creationTime":"1574882772","new":{"x":[1,{"y":2}]},
             "mappedSdcInfo":[{"sdcId":"9a4be1d700000002","sdcName":null,"limitIops":"11",
               "limitBwInMbps":1.0,"accessMode":"ReadOnly","nqn":{}}]}
            """));
    Volume newer = system.volume(VOLUME_ID, soon()).orElseThrow();
    assertThat(newer.name()).isEmpty();
    assertThat(newer.isSnapshot()).isTrue();
    assertThat(newer.ancestorVolumeId()).isEqualTo("5c7723f800000007");
    assertThat(newer.mappedToAll()).isTrue();
    assertThat(newer.mappings())
        .containsExactly(new SdcMapping(SDC_ID, "", 11, 1, MappingAccess.READ_ONLY));
    assertThat(gateway.asked()).containsExactly(GET_VOLUME, GET_VOLUME);
  }

  @Test
  void whatIsNotThereIsEmptyWhateverTheReleaseCallsIt() {
    for (var answer :
        List.of(
            refusal(79, "Could not find the volume"),
            refusal(78, "Could not find the volume"),
            refusal(0, "id (5c7723f800000001) must be a hexadecimal number (unsigned long)"),
            json(404, "{\"message\":\"no\",\"httpStatusCode\":404,\"errorCode\":0}"))) {
      gateway.always(GET_VOLUME, answer);
      assertThat(system.volume(VOLUME_ID, soon())).isEmpty();
    }
    for (var answer : List.of(refusal(79, "Could not find the volume"), refusal(3, "Not found"))) {
      gateway.always(LOOK_UP, answer);
      assertThat(system.volumeIdByName("vol-a", soon())).isEmpty();
    }
  }

  @Test
  void aPageInsteadOfAnAnswerDoesNotMeanThatSomethingIsNotThere() {
    gateway.always(GET_VOLUME, html(404));
    assertKind(() -> system.volume(VOLUME_ID, soon()), Kind.INVALID_REQUEST);

    gateway.always(GET_VOLUME, json(404, "{\"message\":\"no Route matched with those values\"}"));
    assertKind(() -> system.volume(VOLUME_ID, soon()), Kind.INVALID_REQUEST);
  }

  @Test
  void namesAreLookedUpExactly() {
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));

    assertThat(system.volumeIdByName("Vol/a+b=", soon())).contains(VOLUME_ID);

    assertThat(gateway.body(LOOK_UP)).isEqualTo("{\"name\":\"Vol/a+b=\"}");
    assertThat(gateway.asked()).containsExactly(LOOK_UP);
  }

  @Test
  void whatIsNoIdIsNeitherSentNorFound() {
    for (String odd : List.of("", "../x", "5C7723F800000001", "5c7723f800000001/x", "a::b")) {
      assertThat(system.volume(odd, soon())).isEmpty();
      assertKind(() -> system.removeVolume(odd, soon()), Kind.VOLUME_NOT_FOUND);
      assertKind(() -> system.volumesOfSdc(odd, soon()), Kind.SDC_NOT_FOUND);
      assertKind(() -> system.poolStatistics(odd, soon()), Kind.POOL_NOT_FOUND);
    }
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void allVolumesAreStreamedInTheArraysOrder() {
    var all = new StringBuilder("[");
    for (int i = 0; i < 3000; i++) {
      String one = volume("vol-" + i, 8388608, i);
      all.append(i == 0 ? "" : ",").append(one.replace(VOLUME_ID, "%016x".formatted(i)));
    }
    gateway.always(LIST, json(200, all.append("]").toString()));
    var names = new ArrayList<String>();

    system.forEachVolume(v -> names.add(v.name()), soon());

    assertThat(names).hasSize(3000).startsWith("vol-0", "vol-1").endsWith("vol-2999");
    assertThat(gateway.asked()).containsExactly(LIST);
  }

  @Test
  void aListThatBreaksOffIsAFailureAndDeliversNothingTwice() {
    var all = new StringBuilder("[").append(volume("vol-a", 8388608, 1));
    all.append(",\"").append("x".repeat(200_000)).append("\"]");
    gateway.always(LIST, half(all.toString()));
    var names = new ArrayList<String>();

    assertKind(() -> system.forEachVolume(v -> names.add(v.name()), soon()), Kind.UNEXPECTED);

    assertThat(names).containsExactly("vol-a");
    assertThat(gateway.count(LIST)).isEqualTo(1);
  }

  @Test
  void aListThatBreaksOffBeforeItsFirstVolumeIsAskedForAgain() {
    gateway.next(LIST, reset());
    gateway.always(LIST, json(200, "[" + volume("vol-a", 8388608, 1) + "]"));
    var names = new ArrayList<String>();

    system.forEachVolume(v -> names.add(v.name()), soon());

    assertThat(names).containsExactly("vol-a");
  }

  @Test
  void whatAConsumerThrowsIsNotTheGatewaysFault() {
    gateway.always(LIST, json(200, "[" + volume("vol-a", 8388608, 1) + "]"));

    assertThatThrownBy(() ->
            system.forEachVolume(
                v -> {
                  throw new IllegalStateException("enough");
                },
                soon()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(gateway.count(LIST)).isEqualTo(1);
  }

  @Test
  void hostsAreReadAsEveryReleaseWritesThem() {
    gateway.always(
        SDCS,
        json(
            200,
            """
            [{"id":"9a4be1d700000002","sdcGuid":"b71f01ae-ff7a-47c5-a303-583ffd416818",
              "sdcIp":"192.0.2.21","name":null,"sdcApproved":true,"mdmConnectionState":"Connected"},
             {"id":"9a4be1d800000003","sdcGuid":"C71F01AE-FF7A-47C5-A303-583FFD416818",
              "sdcIp":"N/A","name":"host-b","sdcApproved":false,"mdmConnectionState":"Disconnected"},
             {"id":"9a4be1d900000004","sdcGuid":"D71F01AE-FF7A-47C5-A303-583FFD416818",
              "sdcIp":null,"sdcIps":["192.0.2.23","192.0.2.24"],"hostType":"SdcHost"},
             {"id":"9a4be1da00000005","sdcGuid":null,"hostType":"NVMeHost","nqn":"nqn.x"}]
            """));

    assertThat(system.sdcs(soon()))
        .containsExactly(
            sdc("9a4be1d700000002", "B71F01AE", "", "192.0.2.21", true, true),
            sdc("9a4be1d800000003", "C71F01AE", "host-b", "", false, false),
            sdc("9a4be1d900000004", "D71F01AE", "", "192.0.2.23", true, true));
  }

  @Test
  void aUserIsReadWithHisRole() {
    gateway.always(
        "GET /api/types/User/instances",
        json(
            200,
            """
            [{"id":"4f5e000000000000","name":"admin","userRole":"Administrator",
              "passwordChangeRequired":true},
             {"id":"4f5e000000000001","name":"looker","userRole":"Monitor"}]
            """));
    assertThat(system.user("admin", soon()))
        .contains(new GatewayUser("admin", "Administrator", true));
    assertThat(system.user("looker", soon()).orElseThrow().mayChangeVolumes()).contains(false);
    assertThat(system.user("somebody", soon())).isEmpty();
  }

  @Test
  void poolsAndDomainsAreRead() {
    gateway.always(
        "GET /api/types/StoragePool/instances",
        json(
            200,
            """
            [{"id":"3f8d21c600000000","name":"sp1","protectionDomainId":"7b1c9e4a00000000",
              "zeroPaddingEnabled":true,"capacityAlertHighThreshold":70,
              "capacityAlertCriticalThreshold":80},
             {"id":"3f8d21c700000001","name":"sp2","protectionDomainId":"7b1c9e4a00000000",
              "dataLayout":"FineGranularity"}]
            """));
    gateway.always(
        "GET /api/types/ProtectionDomain/instances",
        json(
            200,
            "[{\"id\":\"7b1c9e4a00000000\",\"name\":\"pd1\",\"protectionDomainState\":\"Inactive\"}]"));

    assertThat(system.storagePools(soon()))
        .containsExactly(
            new StoragePool("3f8d21c600000000", "sp1", "7b1c9e4a00000000", true, false, 70, 80),
            new StoragePool("3f8d21c700000001", "sp2", "7b1c9e4a00000000", false, true, 80, 90));
    assertThat(system.protectionDomains(soon()))
        .containsExactly(new ProtectionDomain("7b1c9e4a00000000", "pd1", false));
  }

  @Test
  void poolCapacityIsReadAlsoWhereItsFieldIsMisspelt() {
    String statistics = "GET /api/instances/StoragePool::" + POOL_ID + "/relationships/Statistics";
    gateway.always(
        statistics,
        json(
            200,
            """
            {"capacityLimitInKb":834662400,"spareCapacityInKb":208665600,
             "thickCapacityInUseInKb":16777216,"thinCapacityInUseInKb":"0","deviceIds":["a","b"],
             "thinCapacityAllocatedInKm":33554432,"capacityInUseInKb":16777216,
             "capacityAvailableForVolumeAllocationInKb":301989888,"thinAndSnapshotRatio":"Infinity",
             "degradedFailedCapacityInKb":1024,"degradedHealthyCapacityInKb":1024,"failedCapacityInKb":2048,
             "primaryReadBwc":{"totalWeightInKb":0,"numOccured":0,"numSeconds":0}}
            """));

    assertThat(system.poolStatistics(POOL_ID, soon()))
        .isEqualTo(
            new PoolStatistics(
                834662400,
                208665600,
                16777216,
                16777216,
                0,
                33554432,
                301989888,
                OptionalLong.empty(),
                1024,
                2048));
    assertThat(gateway.asked()).containsExactly(statistics);
  }

  @Test
  void theSystemIsAskedForOnce() {
    gateway.always(
        SYSTEMS,
        json(
            200,
            "[{\"id\":\""
                + SYSTEM_ID
                + "\",\"name\":null,\"systemVersionName\":\"R3_6\","
                + "\"restrictedSdcModeEnabled\":false,\"restrictedSdcMode\":\"Guid\"}]"));

    var expected = new SystemInfo(SYSTEM_ID, "", "R3_6", true);
    assertThat(system.info(soon())).isEqualTo(expected);
    assertThat(system.info(soon())).isEqualTo(expected);

    assertThat(gateway.asked()).containsExactly(SYSTEMS);
  }

  @Test
  void limitsAreReadFromTheirStringsAndEmptyWhereUnknown() {
    String limits = "POST /api/instances/System/action/querySystemLimits";
    gateway.always(
        limits,
        json(
            200,
            """
            {"systemLimitEntryList":[
              {"type":"volumeSizeGb","description":"x","minVal":"8","maxVal":"1048576"},
              {"type":"odd","maxVal":"Unlimited"},{"description":"nameless","maxVal":"1"}]}
            """));
    assertThat(system.limits(soon())).isEqualTo(Map.of("volumeSizeGb", 1048576L));
    assertThat(gateway.body(limits)).isEqualTo("{}");

    gateway.always(limits, json(404, "{\"message\":\"?\",\"httpStatusCode\":404,\"errorCode\":0}"));
    assertThat(system.limits(soon())).isEmpty();
  }

  @Test
  void theRequestIdGoesAlongWhenItCanStandInAHeader() {
    gateway.always(SDCS, json(200, "[]"));

    RequestId.with("req-42", () -> system.sdcs(soon()));
    assertThat(gateway.last(SDCS).getHeaders().get("X-Request-Id")).isEqualTo("req-42");

    RequestId.with("no\nheader", () -> system.sdcs(soon()));
    assertThat(gateway.last(SDCS).getHeaders().get("X-Request-Id")).isNull();
  }

  private static Sdc sdc(
      String id, String guidStart, String name, String ip, boolean approved, boolean connected) {
    return new Sdc(id, guidStart + "-FF7A-47C5-A303-583FFD416818", name, ip, approved, connected);
  }
}
