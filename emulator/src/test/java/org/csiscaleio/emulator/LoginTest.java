package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  @TempDir Path state;

  @Test
  void aTokenIsBase64WithoutPaddingOfUserTimeAndHash() {
    try (var rig = new Rig(state, "2.6")) {
      String body = rig.stranger().basic("admin", "Password123").get("/api/login").ok().text();
      assertThat(body).startsWith("\"").endsWith("\"").doesNotContain("=");
      byte[] plain = Base64.getDecoder().decode(body.replace("\"", ""));
      assertThat(new String(plain, StandardCharsets.UTF_8)).matches("admin:\\d{13}:[0-9a-f]{32}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.6", "3.0", "3.6", "4.5"})
  void theTokenIsThePasswordOfAnyUser(String version) {
    try (var rig = new Rig(state, version)) {
      String token =
          rig.stranger().basic("admin", "Password123").get("/api/login").ok().json().asString();
      for (String user : new String[] {"", "admin", "whoever"}) {
        assertThat(rig.stranger().basic(user, token).get("/api/version").ok().text())
            .isEqualTo("\"" + version + "\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.6", "3.0", "3.6"})
  void wrongCredentialsAreRefusedInJsonUpTo3(String version) {
    try (var rig = new Rig(state, version)) {
      var refused = rig.stranger().basic("admin", "wrong").get("/api/login");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text())
          .isEqualTo("{\"message\":\"Unauthorized\",\"httpStatusCode\":401,\"errorCode\":0}");
      assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
      assertThat(rig.stranger().get("/api/types/Volume/instances").status()).isEqualTo(401);
      assertThat(
              rig.stranger()
                  .basic("admin", "Password123")
                  .get("/api/types/Volume/instances")
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void since4ARefusalIsHtml() {
    try (var rig = new Rig(state, "4.5")) {
      var refused = rig.stranger().get("/api/types/Volume/instances");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("Content-Type")).startsWith("text/html");
      assertThat(refused.text()).contains("<html>");
    }
  }

  @Test
  void only20TellsItsVersionToStrangers() {
    try (var rig = new Rig(state.resolve("a"), "2.0")) {
      assertThat(rig.stranger().get("/api/version").ok().text()).isEqualTo("\"2.0\"");
    }
    try (var rig = new Rig(state.resolve("b"), "2.6")) {
      assertThat(rig.stranger().get("/api/version").status()).isEqualTo(401);
    }
  }

  @Test
  void aTokenDiesAtLogout() {
    try (var rig = new Rig(state, "3.0")) {
      Client client = rig.client();
      client.get("/api/logout").ok();
      assertThat(client.get("/api/version").status()).isEqualTo(401);
    }
  }

  @Test
  void aTokenDiesAfterTenIdleMinutes() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      advance(rig, 599);
      client.get("/api/version").ok();
      advance(rig, 599);
      client.get("/api/version").ok();
      advance(rig, 600);
      assertThat(client.get("/api/version").status()).isEqualTo(401);
    }
  }

  @Test
  void aTokenDiesAfterEightHoursHoweverBusy() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      for (int used = 0; used < 8 * 3600 - 500; used += 500) {
        client.get("/api/version").ok();
        advance(rig, 500);
      }
      assertThat(client.get("/api/version").status()).isEqualTo(200);
      advance(rig, 500);
      assertThat(client.get("/api/version").status()).isEqualTo(401);
    }
  }

  @Test
  void aRestartedGatewayKnowsNoToken() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      rig.stranger().post("/emulator/tokens/expire", "{}").ok();
      assertThat(client.get("/api/version").status()).isEqualTo(401);
    }
  }

  @Test
  void thereAreOnlySoManySessions() {
    try (var rig = new Rig(state, "3.6", Map.of("maxSessions", 2), SdcHosts.withoutDevices())) {
      Client first = rig.client();
      rig.client();
      var third = rig.stranger().basic("admin", "Password123").get("/api/login");
      assertThat(third.status()).isEqualTo(500);
      assertThat(third.message()).contains("maximum number of sessions");
      first.get("/api/logout").ok();
      rig.client().get("/api/version").ok();
    }
  }

  @Test
  void bearerTokensLiveFiveMinutesAndEndWithTheirRefreshToken() {
    try (var rig = new Rig(state, "4.5")) {
      var pair =
          rig.stranger()
              .post("/rest/auth/login", "{'username':'admin','password':'Password123'}")
              .ok()
              .json();
      Client client = rig.stranger().bearer(pair.required("access_token").asString());
      client.get("/api/types/Volume/instances").ok();
      advance(rig, 299);
      client.get("/api/types/Volume/instances").ok();
      advance(rig, 1);
      assertThat(client.get("/api/types/Volume/instances").status()).isEqualTo(401);

      var next =
          rig.stranger()
              .post("/rest/auth/login", "{'username':'admin','password':'Password123'}")
              .ok()
              .json();
      client.bearer(next.required("access_token").asString());
      String refresh = next.required("refresh_token").asString();
      assertThat(client.post("/rest/auth/logout", "{'refresh_token':'" + refresh + "'}").status())
          .isEqualTo(204);
      assertThat(client.get("/api/types/Volume/instances").status()).isEqualTo(401);
    }
  }

  @Test
  void aLoginTokenWorksAsABearerTokenSince4Only() {
    for (String version : new String[] {"3.6", "4.5"}) {
      try (var rig = new Rig(state.resolve(version), version)) {
        String token =
            rig.stranger().basic("admin", "Password123").get("/api/login").ok().json().asString();
        assertThat(rig.stranger().bearer(token).get("/api/version").status())
            .isEqualTo(version.equals("4.5") ? 200 : 401);
      }
    }
  }

  @Test
  void thereIsNoBearerLoginBefore4() {
    try (var rig = new Rig(state, "3.6")) {
      var missing =
          rig.stranger().post("/rest/auth/login", "{'username':'admin','password':'Password123'}");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.header("Content-Type")).startsWith("text/html");
    }
  }

  private static void advance(Rig rig, int seconds) {
    rig.stranger().post("/emulator/clock", "{'advanceSeconds':" + seconds + "}").ok();
  }
}
