package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StateTest {
  @TempDir Path state;

  private void end(Rig rig, boolean killed) {
    if (killed) {
      rig.kill();
    } else {
      rig.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsThereAfterARestartAndAfterAKill(boolean killed) {
    String whole;
    String removed;
    try (var first = new Started(new Rig(state, "3.6"), killed)) {
      Client client = first.rig.client();
      String id = client.volume("kept");
      client.map(id, Rig.GUID_A).ok();
      client.act(id, "setMappedSdcLimits", "{'guid':'" + Rig.GUID_A + "','iopsLimit':'200'}").ok();
      client.act(id, "setVolumeSize", "{'sizeInGB':'24'}").ok();
      client.create("thick", "1", "ThickProvisioned").ok();
      client
          .post(
              "/api/instances/System/action/snapshotVolumes",
              "{'snapshotDefs':[{'volumeId':'" + id + "','snapshotName':'snap'}]}")
          .ok();
      removed = client.volume("removed");
      client.remove(removed).ok();
      client.post("/emulator/sdcs/" + Rig.GUID_B, "{'approved':false}").ok();
      whole = client.get("/emulator/state").ok().text();
    }
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      assertThat(client.get("/emulator/state").ok().text()).isEqualTo(whole);
      assertThat(client.volume("another")).isNotEqualTo(removed);
    }
  }

  private record Started(Rig rig, boolean killed) implements AutoCloseable {
    @Override
    public void close() {
      if (killed) {
        rig.kill();
      } else {
        rig.close();
      }
    }
  }

  @Test
  void anIdIsNotGivenAgainAfterAKillEither() {
    var first = new Rig(state, "3.6");
    String removed = first.client().volume("v");
    first.client().remove(removed).ok();
    first.kill();
    try (var rig = new Rig(state, "3.6")) {
      assertThat(rig.client().volume("v")).isNotEqualTo(removed);
    }
  }

  @Test
  void aKillInTheMiddleOfAWriteLosesThatChangeOnly() throws IOException {
    var first = new Rig(state, "3.6");
    first.client().volume("whole");
    first.kill();
    Files.writeString(journal(), "{\"line\":99999,\"gener", StandardOpenOption.APPEND);
    try (var rig = new Rig(state, "3.6")) {
      JsonNode volumes = rig.client().get("/api/types/Volume/instances").ok().json();
      assertThat(volumes).hasSize(1);
      rig.client().volume("next");
    }
  }

  @Test
  void aDamagedJournalIsToldAndNothingIsGuessed() throws IOException {
    var first = new Rig(state, "3.6");
    first.client().volume("one");
    first.client().volume("two");
    first.kill();
    String lines = Files.readString(journal());
    Files.writeString(journal(), lines.replaceFirst("\"put\"", "put"));
    assertThatThrownBy(() -> new Rig(state, "3.6"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is damaged");
  }

  private Path journal() throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("journal-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aLongJournalBecomesANewStateWhileChangesGoOn() throws IOException {
    var first = new Rig(state, "3.6");
    Client client = first.client();
    // Some 500 bytes a volume: several journals' worth.
    client.post("/emulator/volumes", "{'count':12000,'storagePool':'bare','namePrefix':'a'}").ok();
    client.post("/emulator/volumes", "{'count':12000,'storagePool':'bare','namePrefix':'b'}").ok();
    client.volume("last");
    first.kill();
    assertThat(Files.size(state.resolve("state.json"))).isGreaterThan(1_000_000);
    try (var rig = new Rig(state, "3.6")) {
      assertThat(rig.client().count("/api/types/Volume/instances")).isEqualTo(24_001);
    }
  }

  @Test
  void aRemovalThatRanWhenTheProcessDiedIsFinished() {
    var first = new Rig(state, "3.6");
    Client client = first.client();
    client.post("/emulator/asyncRemoval", "{'millis':60000}").ok();
    client.remove(client.volume("v")).ok();
    first.kill();
    try (var rig = new Rig(state, "3.6")) {
      assertThat(rig.client().get("/api/types/Volume/instances").ok().json()).isEmpty();
    }
  }

  @Test
  void theStateOfAnotherSystemIsNotTaken() {
    end(new Rig(state, "3.6"), false);
    assertThatThrownBy(() ->
            new Rig(
                state,
                "3.6",
                Map.of("system", Map.of("id", "aaaaaaaaaaaaaaaa")),
                SdcHosts.withoutDevices()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is system 1f3c6a2b7d8e9a0f's");
  }

  @Test
  void twoEmulatorsDoNotShareAFolder() {
    try (var rig = new Rig(state, "3.6")) {
      assertThatThrownBy(() -> new Rig(state, "3.6"))
          .hasMessageContaining("another emulator has the state folder");
      assertThat(rig.url()).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void anSdcThatIsNoLongerConfiguredIsListedAsAway() {
    end(new Rig(state, "3.6"), false);
    try (var rig = new Rig(state, "3.6", Map.of("sdcs", List.of()), SdcHosts.withoutDevices())) {
      JsonNode sdcs = rig.client().get("/api/types/Sdc/instances").ok().json();
      assertThat(sdcs).hasSize(3);
      assertThat(sdcs.get(0).required("mdmConnectionState").asString()).isEqualTo("Disconnected");
    }
  }
}
