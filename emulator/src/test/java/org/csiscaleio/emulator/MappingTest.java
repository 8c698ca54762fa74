package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MappingTest {
  @TempDir Path state;

  @ParameterizedTest
  @CsvSource({"2.0,81,84", "2.6,81,84", "3.0,81,84", "3.6,81,84", "4.5,4037,4039"})
  void repeatingAMappingOrItsEndHasACodeOfItsRelease(String version, int already, int not) {
    try (var rig = new Rig(state, version)) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      var again = client.map(id, Rig.GUID_A);
      assertThat(again.status()).isEqualTo(500);
      assertThat(again.errorCode()).isEqualTo(already);
      assertThat(again.message()).isEqualTo("The volume is already mapped to this SDC");
      client.unmap(id, Rig.GUID_A).ok();
      var gone = client.unmap(id, Rig.GUID_A);
      assertThat(gone.errorCode()).isEqualTo(not);
      assertThat(gone.message()).isEqualTo("The volume is not mapped to SDC");
    }
  }

  @Test
  void aSecondSdcNeedsTheFlagInItsOwnCall() {
    try (var rig = new Rig(state, "3.0")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.mapToo(id, Rig.GUID_A).ok();
      var refused = client.map(id, Rig.GUID_B);
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.message())
          .isEqualTo("This volume is already mapped and may not be mapped to additional SDCs.");
      client.mapToo(id, Rig.GUID_B).ok();
      assertThat(client.read(id).required("mappedSdcInfo")).hasSize(2);
      assertThat(client.map(id, Rig.GUID_B).errorCode()).isEqualTo(81);
    }
  }

  @Test
  void mappedSdcInfoIsNullWhenNothingIsMapped() {
    try (var rig = new Rig(state, "2.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      assertThat(client.read(id).required("mappedSdcInfo").isNull()).isTrue();
      client.map(id, Rig.GUID_A.toLowerCase(Locale.ROOT)).ok();
      JsonNode mapping = client.read(id).required("mappedSdcInfo").get(0);
      assertThat(mapping.required("sdcId").asString()).isEqualTo(client.sdc(Rig.GUID_A));
      assertThat(mapping.required("sdcIp").asString()).isEqualTo("192.0.2.21");
      assertThat(mapping.required("limitIops").isNumber()).isTrue();
      assertThat(mapping.has("accessMode")).isFalse();
      client.unmap(id, Rig.GUID_A).ok();
      assertThat(client.read(id).required("mappedSdcInfo").isNull()).isTrue();
    }
  }

  @Test
  void anyValueOfAllSdcsUnmapsEveryHost() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      client.mapToo(id, Rig.GUID_B).ok();
      String one = client.sdc(Rig.GUID_A);
      client.act(id, "removeMappedSdc", "{'sdcId':'" + one + "','allSdcs':'" + one + "'}").ok();
      assertThat(client.read(id).required("mappedSdcInfo").isNull()).isTrue();
      assertThat(client.act(id, "removeMappedSdc", "{'allSdcs':''}").errorCode()).isEqualTo(84);
    }
  }

  @Test
  void mappedToAllIsSomethingElseThanMappedToEach() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.act(id, "addMappedSdc", "{'allSdcs':''}").ok();
      JsonNode volume = client.read(id);
      assertThat(volume.required("mappingToAllSdcsEnabled").asBoolean()).isTrue();
      assertThat(volume.required("mappedSdcInfo").isNull()).isTrue();
      assertThat(client.map(id, Rig.GUID_A).errorCode()).isEqualTo(82);
      assertThat(client.unmap(id, Rig.GUID_A).errorCode()).isEqualTo(86);
      assertThat(client.remove(id).errorCode()).isEqualTo(104);
      client.act(id, "removeMappedSdc", "{'allSdcs':''}").ok();
    }
  }

  @Test
  void somebodyMustBeNamed() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      var refused = client.act(client.volume("v"), "addMappedSdc", "{}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.message())
          .startsWith(
              "Request message is not valid: One of the parameter(s) must be part of the request"
                  + " body: sdcId");
    }
  }

  @Test
  void unknownSdcsAndGuids() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      assertThat(client.act(id, "addMappedSdc", "{'sdcId':'deadbeef00000009'}").errorCode())
          .isEqualTo(80);
      assertThat(client.map(id, "99999999-0000-0000-0000-000000000000").errorCode()).isEqualTo(80);
      assertThat(client.map(id, "host-a").message()).startsWith("The given GUID is invalid.");
    }
  }

  @Test
  void readOnlyMappingsSince30() {
    try (var rig = new Rig(state, "3.0")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.act(id, "addMappedSdc", "{'guid':'" + Rig.GUID_A + "','accessMode':'ReadOnly'}").ok();
      assertThat(accessMode(client, id)).isEqualTo("ReadOnly");
      client
          .act(
              id,
              "setVolumeMappingAccessMode",
              "{'guid':'" + Rig.GUID_A + "','accessMode':'ReadWrite'}")
          .ok();
      assertThat(accessMode(client, id)).isEqualTo("ReadWrite");
      var wrong =
          client.act(id, "addMappedSdc", "{'guid':'" + Rig.GUID_B + "','accessMode':'Sometimes'}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.message())
          .isEqualTo(
              "accessMode should get one of the following values: ReadWrite, ReadOnly, NoAccess,"
                  + " but its value is Sometimes");
    }
  }

  private static String accessMode(Client client, String id) {
    return client.read(id).required("mappedSdcInfo").get(0).required("accessMode").asString();
  }

  @Test
  void aVolumeLimitedToReadingIsNotMappedForWriting() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.act(id, "setVolumeAccessModeLimit", "{'accessModeLimit':'ReadOnly'}").ok();
      assertThat(
              client
                  .act(id, "addMappedSdc", "{'guid':'" + Rig.GUID_A + "','accessMode':'ReadWrite'}")
                  .status())
          .isEqualTo(500);
      client.map(id, Rig.GUID_A).ok();
      assertThat(accessMode(client, id)).isEqualTo("ReadOnly");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'guid':'%s','iopsLimit':'10'}",
        "{'guid':'%s','iopsLimit':'-1'}",
        "{'guid':'%s','bandwidthLimitInKbps':'1000'}",
        "{'guid':'%s'}",
        "{'iopsLimit':'100'}"
      })
  void limitsThatCannotBe(String body) {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      client.map(id, Rig.GUID_A).ok();
      var refused = client.act(id, "setMappedSdcLimits", body.formatted(Rig.GUID_A));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.errorCode()).isZero();
    }
  }

  @Test
  void aLimitThatIsNotGivenStays() {
    try (var rig = new Rig(state, "2.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      String limits = "{'guid':'" + Rig.GUID_A + "',";
      assertThat(client.act(id, "setMappedSdcLimits", limits + "'iopsLimit':'200'}").errorCode())
          .isEqualTo(84);
      client.map(id, Rig.GUID_A).ok();
      client.act(id, "setMappedSdcLimits", limits + "'iopsLimit':'200'}").ok();
      client.act(id, "setMappedSdcLimits", limits + "'bandwidthLimitInKbps':'10240'}").ok();
      JsonNode mapping = client.read(id).required("mappedSdcInfo").get(0);
      assertThat(mapping.required("limitIops").asInt()).isEqualTo(200);
      assertThat(mapping.required("limitBwInMbps").asInt()).isEqualTo(10);
      client.act(id, "setMappedSdcLimits", limits + "'iopsLimit':'0'}").ok();
      assertThat(
              client
                  .act(
                      id,
                      "setMappedSdcLimits",
                      limits + "'iopsLimit':'0','bandwidthLimitInKbps':'0'}")
                  .status())
          .isEqualTo(400);
      client.unmap(id, Rig.GUID_A).ok();
      client.map(id, Rig.GUID_A).ok();
      assertThat(client.read(id).required("mappedSdcInfo").get(0).required("limitBwInMbps").asInt())
          .isZero();
    }
  }

  @Test
  void anUnapprovedSdcGetsNothingAndADisconnectedOneDoes() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String id = client.volume("v");
      rig.stranger().post("/emulator/sdcs/" + Rig.GUID_A, "{'approved':false}").ok();
      assertThat(client.map(id, Rig.GUID_A).message()).isEqualTo("The SDC is not approved");
      rig.stranger().post("/emulator/sdcs/" + Rig.GUID_B, "{'connected':false}").ok();
      client.map(id, Rig.GUID_B).ok();
      JsonNode sdc = client.get("/api/instances/Sdc::" + client.sdc(Rig.GUID_B)).ok().json();
      assertThat(sdc.required("mdmConnectionState").asString()).isEqualTo("Disconnected");
      assertThat(sdc.required("sdcIp").asString()).isEqualTo("N/A");
    }
  }

  @Test
  void since4HostsAreMappedByTheirId() {
    try (var rig = new Rig(state, "4.5")) {
      Client client = rig.client();
      String id = client.volume("v");
      String host = "{'hostId':'" + client.sdc(Rig.GUID_A) + "'}";
      client.act(id, "addMappedHost", host).ok();
      assertThat(client.act(id, "addMappedHost", host).errorCode()).isEqualTo(4037);
      client.act(id, "removeMappedHost", host).ok();
    }
  }

  @Test
  void anSdcsVolumesAreThoseMappedToIt() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String mine = client.volume("mine");
      client.volume("other");
      client.map(mine, Rig.GUID_A).ok();
      String sdc = client.sdc(Rig.GUID_A);
      JsonNode volumes =
          client.get("/api/instances/Sdc::" + sdc + "/relationships/Volume").ok().json();
      assertThat(volumes).hasSize(1);
      assertThat(volumes.get(0).required("id").asString()).isEqualTo(mine);
      JsonNode statistics =
          client.get("/api/instances/Sdc::" + sdc + "/relationships/Statistics").ok().json();
      assertThat(statistics.required("numOfMappedVolumes").asInt()).isEqualTo(1);
    }
  }
}
