package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Volumes that move to another pool under their users. */
class MigrationTest {
  @TempDir Path state;

  private static Client.Response migrate(Client client, String volume, String pool) {
    return client.act(volume, "migrateVTree", "{'destSPId':'" + client.pool(pool) + "'}");
  }

  private static JsonNode migration(Client client, String volume) {
    String vtree = client.read(volume).required("vtreeId").asString();
    return client.get("/api/instances/VTree::" + vtree).ok().json().required("vtreeMigrationInfo");
  }

  private static String status(Client client, String volume) {
    return migration(client, volume).required("migrationStatus").asString();
  }

  private static String poolOf(Client client, String volume) {
    return client.read(volume).required("storagePoolId").asString();
  }

  private static void advance(Client client, int seconds) {
    client.post("/emulator/clock", "{'advanceSeconds':" + seconds + "}").ok();
  }

  @Test
  void aFamilyMovesWholeAndKeepsItsIdsItsNameAndItsMappings() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      String snapshot =
          client
              .post(
                  "/api/instances/System/action/snapshotVolumes",
                  "{'snapshotDefs':[{'volumeId':'" + id + "'}]}")
              .ok()
              .json()
              .required("volumeIdList")
              .get(0)
              .asString();
      JsonNode before = client.read(id);

      migrate(client, id, "bare").ok();

      JsonNode after = client.read(id);
      assertThat(after.required("storagePoolId").asString()).isEqualTo(client.pool("bare"));
      assertThat(poolOf(client, snapshot)).isEqualTo(client.pool("bare"));
      for (String kept : new String[] {"id", "name", "vtreeId", "mappedSdcInfo", "sizeInKb"}) {
        assertThat(after.required(kept)).as(kept).isEqualTo(before.required(kept));
      }
      assertThat(
              client
                  .get(
                      "/api/instances/StoragePool::" + client.pool("sp1") + "/relationships/Volume")
                  .ok()
                  .json())
          .isEmpty();
    }
  }

  @Test
  void aMigrationTakesItsTimeAndGoesOnAfterARestart() {
    var killed = new Rig(state, "3.6");
    Client before = killed.client();
    String moving = before.volume("v");
    before.post("/emulator/migration", "{'millis':60000}").ok();
    migrate(before, moving, "bare").ok();
    assertThat(status(before, moving)).isEqualTo("MigrationNormal");
    assertThat(migration(before, moving).required("destinationStoragePoolId").asString())
        .isEqualTo(before.pool("bare"));
    assertThat(poolOf(before, moving)).isEqualTo(before.pool("sp1"));
    assertThat(migrate(before, moving, "bare").status()).isEqualTo(500);
    killed.kill();
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.get("/api/types/Volume/instances").json().get(0).required("id").asString();
      assertThat(status(client, id)).isEqualTo("MigrationNormal");
      advance(client, 61);
      assertThat(status(client, id)).isEqualTo("NotInMigration");
      assertThat(poolOf(client, id)).isEqualTo(client.pool("bare"));
    }
  }

  @Test
  void aMigrationCanBePausedResumedAndRolledBack() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      assertThat(client.act(id, "resumeVTreeMigration", "{}").status()).isEqualTo(500);
      client.post("/emulator/migration", "{'millis':60000}").ok();
      migrate(client, id, "bare").ok();
      advance(client, 40);
      client.act(id, "pauseVTreeMigration", "{'pauseType':'Gracefully'}").ok();
      advance(client, 500);
      assertThat(status(client, id)).isEqualTo("Paused");
      client.act(id, "resumeVTreeMigration", "{}").ok();
      advance(client, 19);
      assertThat(status(client, id)).isEqualTo("MigrationNormal");
      client.act(id, "rollbackVTreeMigration", "{}").ok();
      advance(client, 500);
      assertThat(status(client, id)).isEqualTo("NotInMigration");
      assertThat(poolOf(client, id)).isEqualTo(client.pool("sp1"));
    }
  }

  @Test
  void theOtherPoolMustHaveRoom() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String thick =
          client
              .create("thick", "83886080", "ThickProvisioned")
              .ok()
              .json()
              .required("id")
              .asString();
      rig.stranger().post("/emulator/pools/bare", "{'capacityGib':100}").ok();
      assertThat(migrate(client, thick, "bare").message()).isEqualTo("Insufficient resources");
      assertThat(poolOf(client, thick)).isEqualTo(client.pool("sp1"));
    }
  }

  @Test
  void releasesBefore3KnowNoMigration() {
    try (var rig = new Rig(state, "2.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      assertThat(migrate(client, id, "bare").status()).isEqualTo(404);
    }
  }
}
