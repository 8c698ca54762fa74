package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SnapshotTest {
  private static final String TAKE = "/api/instances/System/action/snapshotVolumes";

  @TempDir Path state;

  private static JsonNode take(Client client, String volumeId, String name) {
    return client
        .post(
            TAKE,
            "{'snapshotDefs':[{'volumeId':'" + volumeId + "','snapshotName':'" + name + "'}]}")
        .ok()
        .json();
  }

  @Test
  void aSnapshotIsAVolumeOfItsSourcesFamily() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String source = client.volume("base");
      JsonNode taken = take(client, source, "snap");
      JsonNode snap = client.read(taken.required("volumeIdList").get(0).asString());
      JsonNode base = client.read(source);
      assertThat(snap.required("volumeType").asString()).isEqualTo("Snapshot");
      assertThat(snap.required("ancestorVolumeId").asString()).isEqualTo(source);
      assertThat(snap.required("vtreeId")).isEqualTo(base.required("vtreeId"));
      assertThat(snap.required("sizeInKb")).isEqualTo(base.required("sizeInKb"));
      assertThat(snap.required("consistencyGroupId")).isEqualTo(taken.required("snapshotGroupId"));
      String family = "/api/instances/VTree::" + base.required("vtreeId").asString();
      assertThat(client.get(family + "/relationships/Volume").ok().json()).hasSize(2);
    }
  }

  @Test
  void aRemovedBaseLeavesItsSnapshots() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String base = client.volume("base");
      String first = take(client, base, "s1").required("volumeIdList").get(0).asString();
      String second = take(client, first, "s2").required("volumeIdList").get(0).asString();
      client.remove(base).ok();
      assertThat(client.read(first).required("ancestorVolumeId").isNull()).isTrue();
      client.remove(first).ok();
      assertThat(client.read(second).required("ancestorVolumeId").isNull()).isTrue();
      assertThat(client.get("/api/types/VTree/instances").ok().json()).hasSize(1);
      JsonNode figures =
          client
              .get(
                  "/api/instances/StoragePool::" + client.pool("sp1") + "/relationships/Statistics")
              .ok()
              .json();
      assertThat(figures.required("numOfVtrees").asInt()).isEqualTo(1);
      assertThat(figures.required("numOfSnapshots").asInt()).isEqualTo(1);
      client.remove(second).ok();
      assertThat(client.get("/api/types/VTree/instances").ok().json()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"INCLUDING_DESCENDANTS,2", "DESCENDANTS_ONLY,3", "WHOLE_VTREE,1"})
  void aRemovalTakesWhomItsModeNames(String mode, int left) {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      client.volume("stranger");
      String base = client.volume("base");
      String first = take(client, base, "s1").required("volumeIdList").get(0).asString();
      take(client, first, "s2");
      client.act(first, "removeVolume", "{'removeMode':'" + mode + "'}").ok();
      assertThat(client.get("/api/types/Volume/instances").ok().json()).hasSize(left);
    }
  }

  @ParameterizedTest
  @CsvSource({"2.0,31", "2.6,126", "3.6,126"})
  void aFamilyHasItsLimitToldInDetails(String version, int most) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      String base = client.volume("base");
      for (int i = 0; i < most; i++) {
        take(client, base, "s" + i);
      }
      var refused =
          client.post(TAKE, "{'snapshotDefs':[{'volumeId':'" + base + "','snapshotName':'x'}]}");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.message()).isEqualTo("Error with details");
      JsonNode detail = refused.json().required("details").get(0);
      assertThat(detail.required("rc").asInt()).isEqualTo(182);
      assertThat(detail.required("errorMessage").asString())
          .isEqualTo("There are too many snapshots in the VTree");
    }
  }

  @Test
  void severalAreTakenTogetherOrNoneIs() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String a = client.volume("a");
      String b = client.volume("b");
      String both =
          "{'snapshotDefs':[{'volumeId':'%s','snapshotName':'%s'},{'volumeId':'%s','snapshotName':'%s'}]}";
      assertThat(client.post(TAKE, both.formatted(a, "x", b, "a")).errorCode()).isEqualTo(99);
      assertThat(client.post(TAKE, both.formatted(a, "x", b, "x")).errorCode()).isEqualTo(99);
      assertThat(client.get("/api/types/Volume/instances").ok().json()).hasSize(2);
      JsonNode taken = client.post(TAKE, both.formatted(a, "x", b, "y")).ok().json();
      assertThat(taken.required("volumeIdList")).hasSize(2);
      String group = "{'snapGroupId':'" + taken.required("snapshotGroupId").asString() + "'}";
      String remove = "/api/instances/System/action/removeConsistencyGroupSnapshots";
      assertThat(client.post(remove, group).ok().json().required("numberOfVolumes").asInt())
          .isEqualTo(2);
      assertThat(client.post(remove, group).errorCode()).isEqualTo(185);
    }
  }

  @Test
  void overwritingStaysInTheFamily() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String base = client.volume("base");
      String other = client.volume("other");
      String snap = take(client, base, "s").required("volumeIdList").get(0).asString();
      client.act(base, "overwriteVolumeContent", "{'srcVolumeId':'" + snap + "'}").ok();
      assertThat(
              client
                  .act(base, "overwriteVolumeContent", "{'srcVolumeId':'" + other + "'}")
                  .errorCode())
          .isEqualTo(198);
      assertThat(
              client
                  .act(base, "overwriteVolumeContent", "{'srcVolumeId':'" + base + "'}")
                  .message())
          .startsWith("You cannot overwrite a volume with itself.");
    }
  }

  @Test
  void theAnswersOrderIsTheArraysOwn() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String a = client.volume("a");
      String b = client.volume("b");
      JsonNode ids =
          client
              .post(
                  TAKE,
                  "{'snapshotDefs':[{'volumeId':'%s','snapshotName':'x'},{'volumeId':'%s','snapshotName':'y'}]}"
                      .formatted(a, b))
              .ok()
              .json()
              .required("volumeIdList");
      assertThat(client.read(ids.get(0).asString()).required("ancestorVolumeId").asString())
          .isEqualTo(b);
    }
  }

  @Test
  void aPolicysSnapshotSaysSoAndMayBeLocked() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String base = client.volume("base");
      String lever = "/emulator/policySnapshots";
      String free =
          client
              .post(lever, "{'volumeId':'" + base + "','name':'auto-1'}")
              .ok()
              .json()
              .required("id")
              .asString();
      String locked =
          client
              .post(lever, "{'volumeId':'" + base + "','name':'auto-2','locked':true}")
              .ok()
              .json()
              .required("id")
              .asString();
      String own = take(client, base, "own").required("volumeIdList").get(0).asString();

      assertThat(client.read(free).required("snplIdOfAutoSnapshot").isNull()).isFalse();
      assertThat(client.read(free).required("autoSnapshotGroupId"))
          .isEqualTo(client.read(free).required("consistencyGroupId"));
      assertThat(client.read(free).required("accessModeLimit").asString()).isEqualTo("ReadOnly");
      assertThat(client.read(own).required("snplIdOfAutoSnapshot").isNull()).isTrue();
      assertThat(client.read(own).required("autoSnapshotGroupId").isNull()).isTrue();
      assertThat(client.read(locked).required("lockedAutoSnapshot").asBoolean()).isTrue();
      client.remove(free).ok();
      assertThat(client.remove(locked).status()).isEqualTo(500);
      assertThat(client.read(locked).required("name").asString()).isEqualTo("auto-2");
    }
  }

  @ParameterizedTest
  @CsvSource({"2.6,183", "3.0,0"})
  void thePresentSizeIsNothingToDoForOlderReleases(String version, int code) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      String id = client.volume("base");
      var answer = client.act(id, "setVolumeSize", "{'sizeInGB':'8'}");
      assertThat(answer.status()).isEqualTo(code == 0 ? 200 : 500);
      if (code != 0) {
        assertThat(answer.errorCode()).isEqualTo(code);
      }
      String snap = take(client, id, "snap").required("volumeIdList").get(0).asString();
      client.act(snap, "setVolumeSize", "{'sizeInGB':'24'}").ok();
      assertThat(client.read(snap).required("sizeInKb").asLong()).isEqualTo(24L << 20);
      assertThat(client.read(id).required("sizeInKb").asLong()).isEqualTo(8L << 20);
    }
  }
}
