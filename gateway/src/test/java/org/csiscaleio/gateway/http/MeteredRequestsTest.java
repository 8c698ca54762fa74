package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a meter is told of a gateway. */
class MeteredRequestsTest {
  private final List<Measurement> told = new CopyOnWriteArrayList<>();

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private List<String> requests() {
    return told.stream()
        .flatMap(measurement ->
            measurement
                        instanceof
                        Measurement.GatewayRequest(String m, String kind, String result, Duration d)
                    && !d.isNegative()
                ? List.of(kind + " " + result).stream()
                : List.<String>of().stream())
        .toList();
  }

  private List<Measurement> logins() {
    return told.stream().filter(Measurement.GatewayLogin.class::isInstance).toList();
  }

  @Test
  void aRequestIsToldOnceHoweverManyAttemptsItTook() {
    try (var gateway = new ScriptedGateway().start();
        ScaleIoSystem system = HttpScaleIoSystem.open(gateway.settings(), told::add)) {
      gateway.next(ScriptedGateway.SDCS, ScriptedGateway.json(401, "{}"));
      gateway.always(ScriptedGateway.SDCS, ScriptedGateway.json(200, "[]"));

      assertThat(system.sdcs(soon())).isEmpty();

      assertThat(gateway.count(ScriptedGateway.SDCS)).isEqualTo(2);
      assertThat(requests()).containsExactly("Sdc.list OK");
      var login = new Measurement.GatewayLogin("127.0.0.1:" + gateway.port(), "OK");
      assertThat(logins()).containsExactly(login, login);
    }
  }

  @Test
  void aFailureIsToldByItsKind() {
    try (var gateway = new ScriptedGateway().start();
        ScaleIoSystem system = HttpScaleIoSystem.open(gateway.settings(), told::add)) {
      assertThatThrownBy(() -> system.removeVolume(ScriptedGateway.VOLUME_ID, soon()))
          .isInstanceOf(GatewayException.class);

      assertThat(requests()).containsExactly("Volume.removeVolume VOLUME_NOT_FOUND");
    }
  }

  @Test
  void aGatewayThatIsAwayIsToldOfTheRequestAndTheLogin() {
    var gateway = new ScriptedGateway().start();
    String place = "127.0.0.1:" + gateway.port();
    try (ScaleIoSystem system = HttpScaleIoSystem.open(gateway.settings(), told::add)) {
      gateway.close();

      assertThatThrownBy(() -> system.sdcs(soon())).isInstanceOf(GatewayException.class);

      assertThat(requests()).containsExactly("Sdc.list UNREACHABLE");
      assertThat(logins())
          .isNotEmpty()
          .containsOnly(new Measurement.GatewayLogin(place, "UNREACHABLE"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/types/StoragePool/instances, StoragePool.list",
    "POST, /api/types/Volume/instances, Volume.create",
    "POST, /api/types/Volume/instances/action/queryIdByKey, Volume.queryIdByKey",
    "GET, /api/instances/Volume::5c7723f800000001, Volume.get",
    "POST, /api/instances/Volume::5c7723f800000001/action/addMappedSdc, Volume.addMappedSdc",
    "GET, /api/instances/StoragePool::3f8d21c600000000/relationships/Statistics,"
        + " StoragePool.Statistics",
    "POST, /api/instances/System/action/snapshotVolumes, System.snapshotVolumes",
    "GET, /api/version, other"
  })
  void theKindOfARequestHasNoObjectInIt(String method, String path, String kind) {
    GatewayRequest request =
        method.equals("GET")
            ? GatewayRequest.get("do it", path)
            : GatewayRequest.post("do it", path, Map.of());

    assertThat(request.kind()).isEqualTo(kind);
  }
}
