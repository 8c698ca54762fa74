package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What objects and errors look like, release by release. */
class ShapeTest {
  @TempDir Path state;

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.6", "3.0", "3.6", "4.5"})
  void everyLinkOfEveryObjectLeadsSomewhere(String version) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      client
          .post(
              "/api/instances/System/action/snapshotVolumes",
              "{'snapshotDefs':[{'volumeId':'" + id + "'}]}")
          .ok();
      Set<String> followed = new HashSet<>();
      for (String type :
          new String[] {
            "System", "ProtectionDomain", "StoragePool", "Sdc", "Volume", "VTree", "Sds", "Device"
          }) {
        JsonNode list = client.get("/api/types/" + type + "/instances").ok().json();
        assertThat(list).as(type).isNotEmpty();
        for (JsonNode object : list) {
          JsonNode links = object.required("links");
          assertThat(links.get(0).required("rel").asString()).isEqualTo("self");
          String self = links.get(0).required("href").asString();
          assertThat(client.get(self).ok().json()).isEqualTo(object);
          for (JsonNode link : links) {
            String href = link.required("href").asString();
            // No release before this one's clients follows SpSds; it is not played.
            if (!href.endsWith("/SpSds") && followed.add(href)) {
              client.get(href).ok();
            }
          }
        }
      }
      assertThat(followed).hasSizeGreaterThan(30);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.0,false,false,false,true",
    "2.6,false,false,false,true",
    "3.0,true,false,false,false",
    "3.6,true,true,false,false",
    "4.5,true,true,true,false"
  })
  void volumesHaveTheFieldsOfTheirRelease(
      String version, boolean accessModes, boolean replication, boolean hosts, boolean scsi) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      JsonNode volume = client.read(id);
      JsonNode mapping = volume.required("mappedSdcInfo").get(0);
      assertThat(volume.has("accessModeLimit")).isEqualTo(accessModes);
      assertThat(mapping.has("accessMode")).isEqualTo(accessModes);
      assertThat(mapping.has("sdcName")).isEqualTo(accessModes);
      assertThat(volume.has("volumeReplicationState")).isEqualTo(replication);
      assertThat(mapping.has("hostType")).isEqualTo(hosts);
      assertThat(volume.has("mappedScsiInitiatorInfo")).isEqualTo(scsi);
      assertThat(volume.required("ancestorVolumeId").isNull()).isTrue();
      assertThat(volume.required("consistencyGroupId").isNull()).isTrue();
      assertThat(volume.required("creationTime").asLong()).isEqualTo(1_767_268_800L);
      assertThat(volume.required("sizeInKb").isNumber()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.0,false,true,false",
    "2.6,true,false,false",
    "3.0,true,true,true",
    "3.6,true,true,true"
  })
  void poolStatisticsHaveTheFieldsOfTheirRelease(
      String version, boolean spelt, boolean misspelt, boolean allocationLimit) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      JsonNode statistics = statistics(client, "sp1");
      assertThat(statistics.has("thinCapacityAllocatedInKb")).isEqualTo(spelt);
      assertThat(statistics.has("thinCapacityAllocatedInKm")).isEqualTo(misspelt);
      assertThat(statistics.has("volumeAllocationLimitInKb")).isEqualTo(allocationLimit);
      assertThat(statistics.has("netUnusedCapacityInKb")).isEqualTo(allocationLimit);
    }
  }

  private static JsonNode statistics(Client client, String pool) {
    return client
        .get("/api/instances/StoragePool::" + client.pool(pool) + "/relationships/Statistics")
        .ok()
        .json();
  }

  @Test
  void capacityFollowsTheVolumes() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      rig.stranger().post("/emulator/pools/sp1", "{'capacityGib':796,'sparePercent':25}").ok();
      client.create("thick", "8388608", "ThickProvisioned").ok();
      client.create("thin", "16777216", "ThinProvisioned").ok();
      JsonNode figures = statistics(client, "sp1");
      assertThat(figures.required("maxCapacityInKb").asLong()).isEqualTo(834_666_496);
      assertThat(figures.required("thickCapacityInUseInKb").asLong()).isEqualTo(16_777_216);
      assertThat(figures.required("thinCapacityInUseInKb").asLong()).isZero();
      assertThat(figures.required("thinCapacityAllocatedInKb").asLong()).isEqualTo(33_554_432);
      assertThat(figures.required("capacityAvailableForVolumeAllocationInKb").asLong())
          .isEqualTo(301_989_888);
      assertThat(figures.required("volumeAllocationLimitInKb").asLong()).isEqualTo(3_103_784_960L);
      assertThat(figures.required("primaryVacInKb").asLong()).isEqualTo(25_165_824);
      assertThat(figures.required("inUseVacInKb").asLong()).isEqualTo(50_331_648);
      assertThat(figures.required("numOfVolumes").asInt()).isEqualTo(2);
      assertThat(figures.required("numOfThinBaseVolumes").asInt()).isEqualTo(1);
      assertThat(figures.required("numOfUnmappedVolumes").asInt()).isEqualTo(2);
      assertThat(figures.required("numOfDevices").asInt()).isEqualTo(3);
      assertThat(figures.required("thinAndSnapshotRatio").asString()).isEqualTo("Infinity");
      assertThat(figures.required("primaryReadBwc").required("numOccured").asInt()).isZero();
    }
  }

  @Test
  void whatThePoolSaysItCanGiveItGives() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      JsonNode before = statistics(client, "sp1");
      String thick = before.required("capacityAvailableForVolumeAllocationInKb").asString();
      client.create("thick", thick, "ThickProvisioned").ok();
      String id =
          client
              .post("/api/types/Volume/instances/action/queryIdByKey", "{'name':'thick'}")
              .json()
              .asString();
      client.remove(id).ok();
      String thin = before.required("volumeAllocationLimitInKb").asString();
      client.create("thin", thin, "ThinProvisioned").ok();
      assertThat(statistics(client, "sp1").required("volumeAllocationLimitInKb").asLong()).isZero();
    }
  }

  @Test
  void oneUnknownPropertyFailsTheWholeStatisticsQuery() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String ask =
          "{'selectedStatisticsList':[{'type':'StoragePool','allIds':[],'properties':['numOfVolumes'%s]},"
              + "{'type':'System','properties':['numOfVolumes']}]}";
      JsonNode answer =
          client.post("/api/instances/querySelectedStatistics", ask.formatted("")).ok().json();
      assertThat(answer.required("StoragePool")).hasSize(3);
      assertThat(answer.required("System").required("numOfVolumes").asInt()).isZero();
      assertThat(
              client
                  .post("/api/instances/querySelectedStatistics", ask.formatted(",'numOfScsi'"))
                  .status())
          .isEqualTo(400);
      assertThat(
              client
                  .post(
                      "/api/types/StoragePool/instances/action/querySelectedStatistics",
                      "{'ids':['" + client.pool("sp1") + "'],'properties':['spareCapacityInKb']}")
                  .ok()
                  .json()
                  .required(client.pool("sp1"))
                  .required("spareCapacityInKb")
                  .asLong())
          .isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"2.0,3", "2.6,3", "3.0,79", "3.6,79", "4.5,79"})
  void aNameThatNobodyHasIsMissedInTheWordsOfTheRelease(String version, int code) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      var miss = client.post("/api/types/Volume/instances/action/queryIdByKey", "{'name':'x'}");
      assertThat(miss.status()).isEqualTo(500);
      assertThat(miss.errorCode()).isEqualTo(code);
      assertThat(miss.message()).isEqualTo(code == 3 ? "Not found" : "Could not find the volume");
      var gone = client.get("/api/instances/Volume::00000000deadbeef");
      assertThat(gone.status()).isEqualTo(500);
      assertThat(gone.errorCode()).isEqualTo(79);
    }
  }

  @Test
  void otherThingsThatAreMissing() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      assertThat(
              client
                  .post("/api/types/ProtectionDomain/instances/action/queryIdByKey", "{'name':'x'}")
                  .errorCode())
          .isEqualTo(142);
      assertThat(
              client
                  .post(
                      "/api/types/StoragePool/instances/action/queryIdByKey",
                      "{'name':'x','protectionDomainName':'pd1'}")
                  .errorCode())
          .isEqualTo(171);
      assertThat(
              client
                  .post("/api/types/StoragePool/instances/action/queryIdByKey", "{'name':'x'}")
                  .status())
          .isEqualTo(400);
      assertThat(
              client
                  .post("/api/types/Volume/instances", "{'storagePoolId':'1','volumeSizeInKb':'1'}")
                  .errorCode())
          .isEqualTo(171);
      assertThat(client.get("/api/instances/Sdc::1").errorCode()).isEqualTo(80);
    }
  }

  @Test
  void poolsOfOneNameAreToldApartByTheirDomains() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String ofSecond =
          client
              .post(
                  "/api/types/StoragePool/instances/action/queryIdByKey",
                  "{'name':'sp1','protectionDomainName':'pd2'}")
              .ok()
              .json()
              .asString();
      assertThat(ofSecond).isNotEqualTo(client.pool("sp1"));
    }
  }

  @Test
  void sdcsAreFoundByAddressAndDuplicatesAreTold() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String key = "/api/types/Sdc/instances/action/queryIdByKey";
      assertThat(client.post(key, "{'ip':'192.0.2.21'}").ok().json().asString())
          .isEqualTo(client.sdc(Rig.GUID_A));
      assertThat(
              client.get("/api/types/Client/instances/getByIp::192.0.2.21/").ok().json().asString())
          .isEqualTo(client.sdc(Rig.GUID_A));
      assertThat(client.post(key, "{'ip':'192.0.2.22'}").message())
          .startsWith("More than one SDC exists for the same IP address.");
    }
  }

  @Test
  void selectedVolumesAreThoseAskedForInThatOrder() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String a = client.volume("a");
      client.volume("b");
      String c = client.volume("c");
      String path = "/api/types/Volume/instances/action/queryBySelectedIds";
      JsonNode found = client.post(path, "{'ids':['" + c + "','" + a + "']}").ok().json();
      assertThat(found).hasSize(2);
      assertThat(found.get(0).required("name").asString()).isEqualTo("c");
      assertThat(client.post(path, "{'ids':['1']}").errorCode()).isEqualTo(79);
      assertThat(client.post(path, "{}").status()).isEqualTo(400);
    }
  }

  @Test
  void theSystemsLimitsAreTexts() {
    try (var rig = new Rig(state, "4.5")) {
      JsonNode limits =
          rig.client()
              .post("/api/instances/System/action/querySystemLimits", "{}")
              .ok()
              .json()
              .required("systemLimitEntryList");
      boolean found = false;
      for (JsonNode limit : limits) {
        if (limit.required("type").asString().equals("volumeSizeGb")) {
          assertThat(limit.required("minVal").isString()).isTrue();
          assertThat(limit.required("maxVal").asString()).isEqualTo("1048576");
          found = true;
        }
      }
      assertThat(found).isTrue();
    }
  }

  @Test
  void theClustersIdIsTheSystemsInDecimal() {
    try (var rig = new Rig(state, "3.6")) {
      JsonNode system = rig.client().get("/api/types/System/instances").ok().json().get(0);
      assertThat(system.required("id").asString()).isEqualTo(Rig.SYSTEM);
      assertThat(system.required("mdmCluster").required("id").asString())
          .isEqualTo(Long.toUnsignedString(Long.parseUnsignedLong(Rig.SYSTEM, 16)));
      assertThat(system.required("systemVersionName").asString()).contains("R3_6");
      assertThat(rig.client().post("/api/instances/System/queryMdmCluster", "{}").ok().json())
          .isEqualTo(system.required("mdmCluster"));
    }
  }

  @Test
  void everythingAtOnce() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      client.volume("v");
      JsonNode all = client.get("/api/instances").ok().json();
      assertThat(all.required("storagePoolList")).hasSize(3);
      assertThat(all.required("volumeList")).hasSize(1);
      assertThat(all.required("sdcList")).hasSize(3);
    }
  }
}
