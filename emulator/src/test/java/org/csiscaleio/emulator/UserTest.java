package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Users, what their roles allow, and what an administrator is told to look at. */
class UserTest {
  @TempDir Path state;

  private Rig withRole(String version, String role) {
    var user = Map.of("name", "admin", "password", "Password123", "role", role);
    return new Rig(state, version, Map.of("users", List.of(user)), SdcHosts.withoutDevices());
  }

  @ParameterizedTest
  @CsvSource({
    "Monitor, false",
    "BackendConfigure, false",
    "FrontendConfigure, true",
    "Configure, true",
    "Administrator, true"
  })
  void aRoleSaysWhoMayMakeVolumes(String role, boolean mayMakeVolumes) {
    try (var rig = withRole("3.6", role)) {
      Client client = rig.client();
      Client.Response made = client.create("v", "8388608", "ThinProvisioned");
      assertThat(made.status()).isEqualTo(mayMakeVolumes ? 200 : 500);
      if (!mayMakeVolumes) {
        assertThat(made.errorCode()).isEqualTo(247);
        assertThat(made.message()).startsWith("Permission denied.");
      }
      client.get("/api/types/Volume/instances").ok();
      client.post("/api/instances/System/action/querySystemLimits", "{}").ok();
    }
  }

  @Test
  void aBearerTokenIsAsStrongAsItsUser() {
    try (var rig = withRole("4.5", "Monitor")) {
      String token =
          rig.stranger()
              .post("/rest/auth/login", "{'username':'admin','password':'Password123'}")
              .ok()
              .json()
              .required("access_token")
              .asString();
      Client client = rig.stranger().bearer(token);
      assertThat(client.create("v", "8388608", "ThinProvisioned").errorCode()).isEqualTo(247);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/types/User/instances", "/api/instances/System::%s/relationships/User"})
  void usersAreListedWithTheirRoles(String path) {
    try (var rig = withRole("2.6", "FrontendConfigure")) {
      JsonNode users = rig.client().get(path.formatted(Rig.SYSTEM)).ok().json();
      assertThat(users).hasSize(1);
      assertThat(users.get(0).required("name").asString()).isEqualTo("admin");
      assertThat(users.get(0).required("userRole").asString()).isEqualTo("FrontendConfigure");
      String self = users.get(0).required("links").get(0).required("href").asString();
      assertThat(rig.client().get(self).ok().json()).isEqualTo(users.get(0));
    }
  }

  @Test
  void fullPoolsAndSdcsThatAreAwayAreAlerts() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      assertThat(client.get("/api/types/Alert/instances").ok().json()).isEmpty();
      rig.stranger().post("/emulator/pools/sp1", "{'thinWrittenGib':3500}").ok();
      rig.stranger().post("/emulator/sdcs/" + Rig.GUID_A, "{'connected':false}").ok();

      JsonNode alerts = client.get("/api/types/Alert/instances").ok().json();

      assertThat(alerts).hasSize(2);
      assertThat(alerts.get(0).required("alertType").asString())
          .isEqualTo("CAPACITY_UTILIZATION_ABOVE_CRITICAL_THRESHOLD");
      assertThat(alerts.get(0).required("affectedObject").required("id").asString())
          .isEqualTo(client.pool("sp1"));
      assertThat(alerts.get(1).required("affectedObject").required("id").asString())
          .isEqualTo(client.sdc(Rig.GUID_A));
      String self = alerts.get(1).required("links").get(0).required("href").asString();
      assertThat(client.get(self).ok().json()).isEqualTo(alerts.get(1));
    }
  }
}
