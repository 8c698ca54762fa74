package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.csiscaleio.emulator.sdc.SdcHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {
  private static final String VOLUMES = "/api/types/Volume/instances";

  @TempDir Path state;

  @ParameterizedTest
  @CsvSource({
    "'', application/json, 400",
    "'', , 400",
    "'not json', application/json, 400",
    "'[1]', application/json, 400",
    "'{}', text/plain, 415",
    "'{}', , 415",
    "'{}', application/x-www-form-urlencoded, 415"
  })
  void aPostIsAJsonObjectOrNothing(String body, String contentType, int status) {
    try (var rig = new Rig(state, "3.6")) {
      assertThat(rig.client().post(VOLUMES, body, contentType).status()).isEqualTo(status);
    }
  }

  @Test
  void aBodyMaySayItsCharset() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      String body = "{\"storagePoolId\":\"" + client.pool("sp1") + "\",\"volumeSizeInKb\":\"1\"}";
      client.post(VOLUMES, body, "application/json; charset=UTF-8").ok();
    }
  }

  @Test
  void answersAreJson() {
    try (var rig = new Rig(state, "3.6")) {
      assertThat(rig.client().get(VOLUMES).ok().header("Content-Type"))
          .isEqualTo("application/json");
      assertThat(rig.client().accept("text/html").get(VOLUMES).status()).isEqualTo(406);
      rig.client().accept("application/json;version=9.9").get(VOLUMES).ok();
    }
  }

  @Test
  void anotherVersionInAcceptIsRefusedWhenThatIsAskedFor() {
    try (var rig =
        new Rig(state, "2.0.1", Map.of("strictAccept", true), SdcHosts.withoutDevices())) {
      var refused = rig.client().accept("application/json;version=2.0").get(VOLUMES);
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.message())
          .isEqualTo("Requested REST API version is not supported. Supported version is 2.0.1");
      rig.client().accept("application/json;version=2.0.1").get(VOLUMES).ok();
      rig.client().accept("application/json").get(VOLUMES).ok();
    }
  }

  @Test
  void whatIsUnknownIsNotFoundAndNeverBeforeLogin() {
    try (var rig = new Rig(state, "3.6")) {
      Client client = rig.client();
      assertThat(client.get("/api/types/Unicorn/instances").status()).isEqualTo(404);
      assertThat(client.get("/api/nothing").status()).isEqualTo(404);
      assertThat(client.act(client.volume("v"), "paintVolume", "{}").status()).isEqualTo(404);
      assertThat(rig.stranger().get("/api/nothing").status()).isEqualTo(401);
      assertThat(rig.stranger().get("/elsewhere").header("Content-Type")).startsWith("text/html");
      assertThat(client.method("PUT", VOLUMES).status()).isEqualTo(405);
      assertThat(client.delete("/api/instances/Volume::1").status()).isEqualTo(405);
    }
  }
}
