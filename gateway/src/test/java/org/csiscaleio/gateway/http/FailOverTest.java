package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.CREATE;
import static org.csiscaleio.gateway.http.ScriptedGateway.GET_VOLUME;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOGIN;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOOK_UP;
import static org.csiscaleio.gateway.http.ScriptedGateway.POOL_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDCS;
import static org.csiscaleio.gateway.http.ScriptedGateway.SYSTEMS;
import static org.csiscaleio.gateway.http.ScriptedGateway.SYSTEM_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.VOLUME_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.html;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.never;
import static org.csiscaleio.gateway.http.ScriptedGateway.reset;
import static org.csiscaleio.gateway.http.ScriptedGateway.unauthorized;
import static org.csiscaleio.gateway.http.ScriptedGateway.volume;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways of one system, of which one or both are in trouble. */
class FailOverTest {
  private static final NewVolume WANTED =
      new NewVolume("vol-a", POOL_ID, 8L << 20, VolumeType.THIN);

  private final ScriptedGateway first = new ScriptedGateway();
  private final ScriptedGateway second = new ScriptedGateway();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    for (ScriptedGateway gateway : List.of(first, second)) {
      gateway.start();
      gateway.always(SDCS, json(200, "[]"));
      gateway.always(CREATE, json(200, "{\"id\":\"" + VOLUME_ID + "\"}"));
    }
    system = HttpScaleIoSystem.open(settings());
  }

  @AfterEach
  void stop() {
    system.close();
    first.close();
    second.close();
  }

  @Test
  void aGatewayThatIsDownIsPassedOverAndTheGoodOneRemembered() {
    first.close();

    system.createVolume(WANTED, soon());
    system.sdcs(soon());

    assertThat(second.count(CREATE)).isEqualTo(1);
    assertThat(second.count(LOGIN)).isEqualTo(1);
    assertThat(second.count(SDCS)).isEqualTo(1);
  }

  @Test
  void aGatewayWithoutAnMdmIsPassedOverForChangesToo() {
    MockResponse notConfigured =
        json(428, "{\"message\":\"MDM not configured\",\"httpStatusCode\":428,\"errorCode\":0}");
    first.always(CREATE, notConfigured);

    assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);

    assertThat(second.count(CREATE)).isEqualTo(1);
  }

  @Test
  void aGatewayThatCannotLogInIsPassedOver() {
    for (MockResponse trouble : List.of(html(503), html(502), json(428, "{}"), reset())) {
      first.always(LOGIN, trouble);
      system = HttpScaleIoSystem.open(settings());

      assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);
    }
    assertThat(first.count(CREATE)).isZero();
  }

  @Test
  void readsGoOnElsewhereAfterAnyTrouble() {
    system.sdcs(soon());
    for (MockResponse trouble : List.of(html(503), html(500), reset(), never())) {
      first.always(SDCS, trouble);
      system = HttpScaleIoSystem.open(settings());

      assertThat(system.sdcs(Deadline.after(Duration.ofSeconds(8)))).isEmpty();
    }
  }

  @Test
  void aDoubtfulChangeIsNeverSentElsewhereButLookedForThere() {
    system.sdcs(soon());
    first.always(CREATE, html(503));
    second.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    long now = Instant.now().getEpochSecond();
    second.always(GET_VOLUME, json(200, volume("vol-a", 8L << 20, now)));

    assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);

    assertThat(second.count(CREATE)).isZero();
    assertThat(second.count(LOOK_UP)).isEqualTo(1);
  }

  @Test
  void aWrongPasswordIsNotTriedAtEveryAddress() {
    first.always(LOGIN, unauthorized());

    assertKind(() -> system.sdcs(soon()), Kind.NOT_AUTHENTICATED);

    assertThat(second.asked()).isEmpty();
  }

  @Test
  void whenAllAreDownEachIsNamed() {
    first.close();
    second.close();

    assertKind(() -> system.createVolume(WANTED, soon()), Kind.UNREACHABLE)
        .hasMessageContaining(first.address().toString())
        .hasMessageContaining(second.address().toString())
        .hasMessageContaining("create volume 'vol-a'");
  }

  @Test
  void aGatewayOfAnotherSystemIsNeverUsed() {
    second.always(SYSTEMS, json(200, "[{\"id\":\"aaaaaaaaaaaaaaaa\",\"name\":\"other\"}]"));
    system.sdcs(soon());
    first.close();

    // The first call may still find the connection that is being closed.
    assertThatThrownBy(() -> system.createVolume(WANTED, soon()));
    assertKind(() -> system.createVolume(WANTED, soon()), Kind.NOT_READY)
        .hasMessageContaining("aaaaaaaaaaaaaaaa 'other'")
        .hasMessageContaining(SYSTEM_ID);

    assertThat(second.count(CREATE)).isZero();
  }

  @Test
  void theConfiguredSystemIsInsistedOnByNameOrId() {
    for (String right :
        List.of("scaleio-1", SYSTEM_ID, SYSTEM_ID.toUpperCase(java.util.Locale.ROOT))) {
      try (var good = HttpScaleIoSystem.open(first.settings().withSystem(right))) {
        assertThat(good.info(soon()).id()).isEqualTo(SYSTEM_ID);
      }
    }
    try (var bad = HttpScaleIoSystem.open(first.settings().withSystem("scaleio-2"))) {
      assertKind(() -> bad.createVolume(WANTED, soon()), Kind.NOT_READY)
          .hasMessageContaining("'scaleio-2' is configured");
    }
    assertThat(first.count(CREATE)).isZero();
  }

  @Test
  void whichSystemItIsIsAskedOncePerAddress() {
    system.info(soon());
    system.info(soon());
    system.sdcs(soon());

    assertThat(first.count(SYSTEMS)).isLessThanOrEqualTo(2);
    long before = first.count(SYSTEMS);
    system.info(soon());
    assertThat(first.count(SYSTEMS)).isEqualTo(before);
  }

  private GatewaySettings settings() {
    return first
        .settings()
        .withAddresses(List.of(first.address(), second.address()))
        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }
}
