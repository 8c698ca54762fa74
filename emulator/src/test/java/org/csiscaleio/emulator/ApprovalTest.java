package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A system that asks which SDCs it lets in. */
class ApprovalTest {
  private static final String NEWCOMER = "AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE";
  private static final Map<String, Object> ONE_MORE =
      Map.of("sdcs", List.of(Map.of("guid", NEWCOMER, "ip", "192.0.2.30")));

  @TempDir Path state;

  private static Client.Response system(Client client, String action, String json) {
    return client.post("/api/instances/System::" + Rig.SYSTEM + "/action/" + action, json);
  }

  private static JsonNode sdc(Client client, String guid) {
    return client.get("/api/instances/Sdc::" + client.sdc(guid)).ok().json();
  }

  private Rig withNewcomer() {
    return new Rig(state, "3.6", ONE_MORE, SdcHosts.withoutDevices());
  }

  @Test
  void whoeverRegistersIsLetInUnlessSomethingIsAsked() {
    try (var rig = new Rig(state, "3.6")) {
      JsonNode system = rig.client().get("/api/types/System/instances").ok().json().get(0);
      assertThat(system.required("restrictedSdcModeEnabled").asBoolean()).isFalse();
      assertThat(system.required("restrictedSdcMode").asString()).isEqualTo("None");
      assertThat(sdc(rig.client(), Rig.GUID_A).required("sdcApproved").asBoolean()).isTrue();
    }
  }

  @Test
  void aNewcomerWaitsForItsApprovalAndThatSurvivesARestart() {
    try (var rig = new Rig(state, "3.6")) {
      system(rig.client(), "setRestrictedSdcMode", "{'restrictedSdcMode':'Guid'}").ok();
    }
    try (var rig = withNewcomer()) {
      Client client = rig.client();
      assertThat(
              client
                  .get("/api/types/System/instances")
                  .json()
                  .get(0)
                  .required("restrictedSdcMode")
                  .asString())
          .isEqualTo("Guid");
      assertThat(sdc(client, NEWCOMER).required("sdcApproved").asBoolean()).isFalse();
      String id = client.volume("v");
      assertThat(client.map(id, NEWCOMER).message()).isEqualTo("The SDC is not approved");

      JsonNode approved =
          system(
                  client,
                  "approveSdc",
                  "{'sdcGuid':'" + NEWCOMER.toLowerCase(Locale.ROOT) + "','name':'new'}")
              .ok()
              .json();

      assertThat(approved.required("id").asString()).isEqualTo(client.sdc(NEWCOMER));
      assertThat(sdc(client, NEWCOMER).required("name").asString()).isEqualTo("new");
      client.map(id, NEWCOMER).ok();
      assertThat(system(client, "approveSdc", "{'sdcGuid':'" + NEWCOMER + "'}").message())
          .isEqualTo("The SDC is already approved.");
    }
    try (var rig = withNewcomer()) {
      assertThat(sdc(rig.client(), NEWCOMER).required("sdcApproved").asBoolean()).isTrue();
    }
  }

  @Test
  void anSdcMayBeApprovedBeforeItIsEverSeen() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      system(client, "setRestrictedSdcMode", "{'restrictedSdcMode':'Guid'}").ok();
      system(client, "approveSdc", "{'sdcGuid':'" + NEWCOMER + "'}").ok();
      JsonNode unseen = sdc(client, NEWCOMER);
      assertThat(unseen.required("mdmConnectionState").asString()).isEqualTo("Disconnected");
      assertThat(unseen.required("sdcIp").asString()).isEqualTo("N/A");
    }
    try (var rig = withNewcomer()) {
      Client client = rig.client();
      assertThat(sdc(client, NEWCOMER).required("mdmConnectionState").asString())
          .isEqualTo("Connected");
      client.map(client.volume("v"), NEWCOMER).ok();
    }
  }

  @Test
  void addressesCountWhenTheSystemAsksForThem() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      String sdc = client.sdc(Rig.GUID_A);
      system(client, "setRestrictedSdcMode", "{'restrictedSdcMode':'ApprovedIp'}").ok();
      system(client, "setApprovedSdcIps", "{'sdcId':'" + sdc + "','sdcApprovedIps':['192.0.2.99']}")
          .ok();
      assertThat(client.map(id, Rig.GUID_A).message()).isEqualTo("The SDC is not approved");
      system(
              client,
              "setApprovedSdcIps",
              "{'sdcId':'" + sdc + "','sdcApprovedIps':['192.0.2.99','192.0.2.21']}")
          .ok();
      client.map(id, Rig.GUID_A).ok();
    }
  }

  @Test
  void theApprovedOnesCanBeListed() {
    try (var rig = new Rig(state, "2.6")) {
      Client client = rig.client();
      rig.stranger().post("/emulator/sdcs/" + Rig.GUID_A, "{'approved':false}").ok();
      JsonNode approved =
          client.post("/api/types/Sdc/instances/action/queryAllApprovedSdc", "{}").ok().json();
      assertThat(approved).hasSize(2);
      assertThat(approved.get(0).required("sdcGuid").asString()).isEqualTo(Rig.GUID_B);
    }
  }

  @Test
  void whatCannotBeIsRefusedInTheGatewaysWords() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      assertThat(system(client, "approveSdc", "{}").message())
          .isEqualTo(
              "Request message is not valid: One of the parameter(s) must be part of the request"
                  + " body: sdcIp, sdcIps, sdcGuid");
      assertThat(system(client, "setRestrictedSdcMode", "{'restrictedSdcMode':'Some'}").message())
          .isEqualTo(
              "restrictedSdcMode should get one of the following values: None, Guid, ApprovedIp,"
                  + " but its value is Some");
      assertThat(system(client, "approveSdc", "{'sdcGuid':'host-a'}").message())
          .startsWith("The given GUID is invalid.");
      assertThat(system(client, "approveSdc", "{'sdcIp':'192.0.2.77'}").message())
          .isEqualTo("Could not find the SDC");
    }
  }
}
