package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeTest {
  private static final long GIB = 1L << 20;

  @TempDir Path state;
  private Rig rig;
  private Client client;

  @BeforeEach
  void start() {
    rig = new Rig(state, "3.6");
    client = rig.client();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({"1,8", "4194304,8", "8388608,8", "8388609,16", "10485760,16", "16777216,16"})
  void sizesAreRoundedUpToEightGib(String asked, long gib) {
    String id = client.create("v", asked, "ThinProvisioned").ok().json().required("id").asString();
    assertThat(client.read(id).required("sizeInKb").asLong()).isEqualTo(gib * GIB);
  }

  @Test
  void scalarsMayBeNumbersAndTheSizeMayBeInGib() {
    var made =
        client.post(
            "/api/types/Volume/instances",
            "{'storagePoolId':'%s','volumeSizeInGb':12}".formatted(client.pool("sp1")));
    var volume = client.read(made.ok().json().required("id").asString());
    assertThat(volume.required("sizeInKb").asLong()).isEqualTo(16 * GIB);
    assertThat(volume.required("name").isNull()).isTrue();
  }

  @Test
  void aVolumeIsThickUnlessToldOtherwise() {
    var made =
        client.post(
            "/api/types/Volume/instances",
            "{'storagePoolId':'%s','name':'v','volumeSizeInKb':'8388608'}"
                .formatted(client.pool("sp1")));
    assertThat(client.read(made.json().required("id").asString()).required("volumeType").asString())
        .isEqualTo("ThickProvisioned");
  }

  @Test
  void aMissingPoolIsNamed() {
    var refused = client.post("/api/types/Volume/instances", "{'volumeSizeInKb':'8388608'}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errorCode()).isZero();
    assertThat(refused.message())
        .isEqualTo(
            "Request message is not valid: The following parameter(s) must be part of the request"
                + " body: storagePoolId.");
  }

  @Test
  void aWrongTypeIsAnsweredWithTheRightOnes() {
    var refused = client.create("v", "8388608", "Fat");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo(
            "volumeType should get one of the following values: ThinProvisioned, ThickProvisioned,"
                + " but its value is Fat");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 225, illegal",
    "-8388608, 225, illegal",
    "1099520016384, 190, too large",
    "900000000000, 300, exceeds the volume allocation limit"
  })
  void sizesThatCannotBe(String sizeKib, int code, String text) {
    var refused = client.create("v", sizeKib, "ThinProvisioned");
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.errorCode()).isEqualTo(code);
    assertThat(refused.message()).contains(text);
  }

  @Test
  void aThickVolumeNeedsRealRoom() {
    // 8192 GiB raw, a tenth spare: 3686 GiB net, 3680 in units of eight.
    assertThat(client.create("big", Long.toString(3688 * GIB), "ThickProvisioned").errorCode())
        .isEqualTo(67);
    client.create("big", Long.toString(3680 * GIB), "ThickProvisioned").ok();
    assertThat(client.create("more", "8388608", "ThickProvisioned").errorCode()).isEqualTo(67);
  }

  @Test
  void nothingThinIsMadeInACriticallyFullPool() {
    rig.stranger().post("/emulator/pools/bare", "{'thinWrittenGib':3400}").ok();
    var refused =
        client.post(
            "/api/types/Volume/instances",
            "{'storagePoolId':'%s','volumeSizeInKb':'8388608','volumeType':'ThinProvisioned'}"
                .formatted(client.pool("bare")));
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.message()).startsWith("Storage Pool reached critical capacity utilization.");
  }

  @Test
  void aNameHoldsThirtyOneCharacters() {
    client.volume("a234567890123456789012345678901");
    var refused = client.create("a2345678901234567890123456789012", "1", "ThinProvisioned");
    assertThat(refused.errorCode()).isEqualTo(226);
    assertThat(refused.message())
        .isEqualTo("The given name exceeds the allowed length of 31 characters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "tab\\tbed", "ümlaut"})
  void aNameHoldsNoSpacesAndOnlyAscii(String name) {
    assertThat(client.create(name, "1", "ThinProvisioned").message())
        .startsWith("The given name contains invalid characters.");
  }

  @Test
  void aNameIsUsedOnceInTheWholeSystemSnapshotsIncluded() {
    String id = client.volume("mine");
    assertThat(client.create("mine", "1", "ThinProvisioned").errorCode()).isEqualTo(99);
    client
        .post(
            "/api/instances/System::" + Rig.SYSTEM + "/action/snapshotVolumes",
            "{'snapshotDefs':[{'volumeId':'" + id + "','snapshotName':'snap'}]}")
        .ok();
    assertThat(client.create("snap", "1", "ThinProvisioned").errorCode()).isEqualTo(99);
    assertThat(client.act(id, "setVolumeName", "{'newName':'snap'}").errorCode()).isEqualTo(99);
    client.act(id, "setVolumeName", "{'newName':'mine'}").ok();
    client.volume("Mine");
  }

  @Test
  void punctuationIsAllowedAndFindsItsVolume() {
    String id = client.volume("a+b/c=:d");
    assertThat(
            client
                .post("/api/types/Volume/instances/action/queryIdByKey", "{'name':'a+b/c=:d'}")
                .json()
                .asString())
        .isEqualTo(id);
    assertThat(
            client
                .get("/api/types/Volume/instances/getByName::a%252Bb%252Fc%253D%253Ad")
                .ok()
                .json()
                .asString())
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "10", "0", "-8", "many"})
  void resizingWantsAMultipleOfEight(String size) {
    String id = client.volume("v");
    var refused = client.act(id, "setVolumeSize", "{'sizeInGB':'" + size + "'}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errorCode()).isZero();
  }

  @Test
  void aVolumeGrowsAndNeverShrinks() {
    String id = client.volume("v");
    client.act(id, "setVolumeSize", "{'sizeInGB':'24'}").ok();
    client.act(id, "setVolumeSize", "{'sizeInGB':24}").ok();
    assertThat(client.read(id).required("sizeInKb").asLong()).isEqualTo(24 * GIB);
    var refused = client.act(id, "setVolumeSize", "{'sizeInGB':'16'}");
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.errorCode()).isEqualTo(133);
    assertThat(refused.message()).isEqualTo("Volume capacity can only be increased");
  }

  @Test
  void aRemovedVolumesSlotIsUsedAgainUnderAnotherId() {
    String first = client.volume("first");
    client.remove(first).ok();
    String second = client.volume("second");
    assertThat(second).isNotEqualTo(first).endsWith(first.substring(8));
    assertThat(client.get("/api/instances/Volume::" + first).errorCode()).isEqualTo(79);
  }

  @Test
  void removingTwiceAndRemovingWhileMapped() {
    String id = client.volume("v");
    client.map(id, Rig.GUID_A).ok();
    var mapped = client.remove(id);
    assertThat(mapped.status()).isEqualTo(500);
    assertThat(mapped.errorCode()).isEqualTo(104);
    client.unmap(id, Rig.GUID_A).ok();
    client.remove(id).ok();
    assertThat(client.remove(id).errorCode()).isEqualTo(79);
  }

  @Test
  void aRemovalMayTakeItsTime() {
    rig.stranger().post("/emulator/asyncRemoval", "{'millis':2000}").ok();
    String id = client.volume("v");
    client.remove(id).ok();
    var running = client.remove(id);
    assertThat(running.errorCode()).isEqualTo(212);
    assertThat(running.message()).contains("removal operation is currently in progress");
    assertThat(client.create("v", "1", "ThinProvisioned").errorCode()).isEqualTo(99);
    assertThat(client.map(id, Rig.GUID_A).errorCode()).isEqualTo(212);
    assertThat(poolFigure("numOfVolumesInDeletion")).isEqualTo(1);
    rig.stranger().post("/emulator/clock", "{'advanceSeconds':2}").ok();
    assertThat(client.remove(id).errorCode()).isEqualTo(79);
    client.volume("v");
  }

  @Test
  void anIdThatIsNoNumberIsRefusedByTheGateway() {
    var refused = client.get("/api/instances/Volume::nonsense");
    assertThat(refused.errorCode()).isZero();
    assertThat(refused.message())
        .isEqualTo("id (nonsense) must be a hexadecimal number (unsigned long)");
  }

  @Test
  void aDomainMustBeThePoolsAndActive() {
    String wrong =
        client
            .post("/api/types/ProtectionDomain/instances/action/queryIdByKey", "{'name':'pd2'}")
            .json()
            .asString();
    String body =
        "{'storagePoolId':'%s','volumeSizeInKb':'1','protectionDomainId':'%s'}"
            .formatted(client.pool("sp1"), wrong);
    assertThat(client.post("/api/types/Volume/instances", body).errorCode()).isEqualTo(197);
    rig.stranger().post("/emulator/domains/pd1", "{'active':false}").ok();
    assertThat(client.create("v", "1", "ThinProvisioned").errorCode()).isEqualTo(213);
  }

  private long poolFigure(String name) {
    return client
        .get("/api/instances/StoragePool::" + client.pool("sp1") + "/relationships/Statistics")
        .ok()
        .json()
        .required(name)
        .asLong();
  }
}
