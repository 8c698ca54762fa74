package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.gateway.http.Outcomes.assertKind;
import static org.csiscaleio.gateway.http.Outcomes.soon;
import static org.csiscaleio.gateway.http.ScriptedGateway.CREATE;
import static org.csiscaleio.gateway.http.ScriptedGateway.GET_VOLUME;
import static org.csiscaleio.gateway.http.ScriptedGateway.LIMIT;
import static org.csiscaleio.gateway.http.ScriptedGateway.LOOK_UP;
import static org.csiscaleio.gateway.http.ScriptedGateway.MAP;
import static org.csiscaleio.gateway.http.ScriptedGateway.POOL_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.REMOVE;
import static org.csiscaleio.gateway.http.ScriptedGateway.RENAME;
import static org.csiscaleio.gateway.http.ScriptedGateway.SDC_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.UNMAP;
import static org.csiscaleio.gateway.http.ScriptedGateway.VOLUME_ID;
import static org.csiscaleio.gateway.http.ScriptedGateway.half;
import static org.csiscaleio.gateway.http.ScriptedGateway.html;
import static org.csiscaleio.gateway.http.ScriptedGateway.json;
import static org.csiscaleio.gateway.http.ScriptedGateway.never;
import static org.csiscaleio.gateway.http.ScriptedGateway.refusal;
import static org.csiscaleio.gateway.http.ScriptedGateway.reset;
import static org.csiscaleio.gateway.http.ScriptedGateway.volume;

import java.time.Duration;
import java.time.Instant;
import mockwebserver3.MockResponse;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of changes whose answer did not come, and that none is ever sent twice. */
@Execution(ExecutionMode.CONCURRENT)
class DoubtfulChangeTest {
  private static final long SIZE_KIB = 16L << 20;
  private static final NewVolume WANTED =
      new NewVolume("vol-a", POOL_ID, SIZE_KIB, VolumeType.THIN);
  private static final String OTHER_SDC_ID = "9a4be1d700000009";

  /** The ways an answer gets lost after the gateway has read the request. */
  enum Loss {
    NEVER {
      @Override
      MockResponse answer() {
        return never();
      }
    },
    RESET {
      @Override
      MockResponse answer() {
        return reset();
      }
    },
    HALF {
      @Override
      MockResponse answer() {
        return half("{\"id\":\"5c7723f80000");
      }
    },
    PROXY_PAGE {
      @Override
      MockResponse answer() {
        return html(502);
      }
    },
    NO_BODY {
      @Override
      MockResponse answer() {
        return new MockResponse.Builder().code(500).build();
      }
    },
    MDM_TIMEOUT {
      @Override
      MockResponse answer() {
        return refusal(68, "A timeout occurred");
      }
    },
    NOT_CONNECTED {
      @Override
      MockResponse answer() {
        return refusal(4, "Not connected");
      }
    },
    NONSENSE {
      @Override
      MockResponse answer() {
        return html(200);
      }
    };

    abstract MockResponse answer();
  }

  private final ScriptedGateway gateway = new ScriptedGateway();
  private ScaleIoSystem system = HttpScaleIoSystem.open(ScriptedSettings.unreachable());

  @BeforeEach
  void start() {
    gateway.start();
    system =
        HttpScaleIoSystem.open(
            gateway.settings().withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700)));
    system.version(soon());
  }

  @AfterEach
  void stop() {
    system.close();
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCreateWhoseAnswerWasLostReturnsTheVolumeItMade(Loss loss) {
    gateway.always(CREATE, loss.answer());
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now())));

    assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);

    assertThat(gateway.count(CREATE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aCreateThatDoesNotShowMayStillHappen(Loss loss) {
    gateway.always(CREATE, loss.answer());
    gateway.always(LOOK_UP, refusal(79, "Could not find the volume"));

    assertKind(() -> system.createVolume(WANTED, soon()), Kind.OUTCOME_UNKNOWN)
        .hasMessageContaining("vol-a")
        .hasMessageContaining("repeat the call");

    assertThat(gateway.count(CREATE)).isEqualTo(1);
  }

  @Test
  void aCreateWithoutAnIdInItsAnswerIsLookedFor() {
    gateway.always(CREATE, json(200, "{}"));
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now())));

    assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);
  }

  @Test
  void aVolumeOfThatNameThatWasThereBeforeIsNotTakenForOurs() {
    gateway.always(CREATE, reset());
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now() - 3600)));

    assertKind(() -> system.createVolume(WANTED, soon()), Kind.NAME_IN_USE)
        .hasMessageContaining(VOLUME_ID);
  }

  @Test
  void aVolumeOfThatNameThatDiffersIsNotTakenForOurs() {
    gateway.always(CREATE, reset());
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    for (String other :
        new String[] {
          volume("vol-a", 2 * SIZE_KIB, now()),
          volume("vol-a", SIZE_KIB, now(), SDC_ID),
          volume("vol-a", SIZE_KIB, now()).replace(POOL_ID, "3f8d21c600000001"),
          volume("vol-a", SIZE_KIB, now()).replace("ThinProvisioned", "Snapshot")
        }) {
      gateway.always(GET_VOLUME, json(200, other));

      assertKind(() -> system.createVolume(WANTED, soon()), Kind.NAME_IN_USE);
    }
  }

  @Test
  void whenLookingFailsTooTheOutcomeStaysUnknownAndBothReasonsAreTold() {
    gateway.always(CREATE, reset());
    gateway.always(LOOK_UP, html(502));

    assertKind(() -> system.createVolume(WANTED, soon()), Kind.OUTCOME_UNKNOWN)
        .hasMessageContaining("create volume 'vol-a'")
        .hasMessageContaining("looking what became of it failed too")
        .hasMessageContaining("HTTP 502");
  }

  @ParameterizedTest
  @EnumSource
  void aRemovalWhoseAnswerWasLostIsDoneWhenTheVolumeIsGone(Loss loss) {
    gateway.always(REMOVE, changeless(loss));
    gateway.always(GET_VOLUME, refusal(79, "Could not find the volume"));

    system.removeVolume(VOLUME_ID, soon());

    assertThat(gateway.count(REMOVE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRemovalThatDoesNotShowMayStillHappen(Loss loss) {
    gateway.always(REMOVE, changeless(loss));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now())));

    assertKind(() -> system.removeVolume(VOLUME_ID, soon()), Kind.OUTCOME_UNKNOWN)
        .hasMessageContaining("still there");

    assertThat(gateway.count(REMOVE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aMappingWhoseAnswerWasLostIsDoneWhenItShows(Loss loss) {
    gateway.always(MAP, changeless(loss));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now(), SDC_ID)));

    system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_WRITE, soon());

    assertThat(gateway.count(MAP)).isEqualTo(1);
  }

  @Test
  void aMappingThatDoesNotShowMayStillHappen() {
    gateway.always(MAP, reset());
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now(), OTHER_SDC_ID)));

    assertKind(
        () -> system.map(VOLUME_ID, SDC_ID, true, MappingAccess.READ_WRITE, soon()),
        Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void anotherMappingThanWasAskedForIsNotTakenForOurs() {
    gateway.always(MAP, reset());
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now(), SDC_ID, OTHER_SDC_ID)));

    assertKind(
        () -> system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_WRITE, soon()),
        Kind.ALREADY_MAPPED);
    assertKind(
        () -> system.map(VOLUME_ID, SDC_ID, true, MappingAccess.READ_ONLY, soon()),
        Kind.ALREADY_MAPPED);
  }

  @ParameterizedTest
  @EnumSource
  void anUnmappingWhoseAnswerWasLostIsDoneWhenItShows(Loss loss) {
    gateway.always(UNMAP, changeless(loss));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now(), OTHER_SDC_ID)));

    system.unmap(VOLUME_ID, SDC_ID, soon());

    assertKind(() -> system.unmapAll(VOLUME_ID, soon()), Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void limitsWhoseAnswerWasLostAreCompared() {
    gateway.always(LIMIT, reset());
    String limited =
        volume("vol-a", SIZE_KIB, now(), SDC_ID)
            .replace(
                "\"limitIops\":0,\"limitBwInMbps\":0", "\"limitIops\":200,\"limitBwInMbps\":10");
    gateway.always(GET_VOLUME, json(200, limited));

    system.limitMapping(VOLUME_ID, SDC_ID, 200, 10240, soon());
    assertKind(
        () -> system.limitMapping(VOLUME_ID, SDC_ID, 300, 10240, soon()), Kind.OUTCOME_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void aRenamingWhoseAnswerWasLostIsDoneWhenItShows(Loss loss) {
    gateway.always(RENAME, changeless(loss));
    gateway.always(GET_VOLUME, json(200, volume("vol-b", SIZE_KIB, now())));

    system.rename(VOLUME_ID, "vol-b", soon());

    assertKind(() -> system.rename(VOLUME_ID, "vol-c", soon()), Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void aVolumeGoneMeanwhileIsSaidToBeGone() {
    gateway.always(UNMAP, reset());
    gateway.always(MAP, reset());
    gateway.always(GET_VOLUME, refusal(79, "Could not find the volume"));

    assertKind(() -> system.unmap(VOLUME_ID, SDC_ID, soon()), Kind.VOLUME_NOT_FOUND);
    assertKind(
        () -> system.map(VOLUME_ID, SDC_ID, false, MappingAccess.READ_WRITE, soon()),
        Kind.VOLUME_NOT_FOUND);
  }

  @Test
  void aHungGatewayLeavesTimeToLook() {
    gateway.always(CREATE, never());
    gateway.always(LOOK_UP, json(200, "\"" + VOLUME_ID + "\""));
    gateway.always(GET_VOLUME, json(200, volume("vol-a", SIZE_KIB, now())));
    system = HttpScaleIoSystem.open(gateway.settings());
    system.version(soon());
    var deadline = Deadline.after(Duration.ofMillis(1500));

    assertThat(system.createVolume(WANTED, deadline)).isEqualTo(VOLUME_ID);

    assertThat(deadline.expired()).isFalse();
  }

  @Test
  void aChangeIsNotBegunWithoutTimeForItsAnswer() {
    assertKind(
        () -> system.createVolume(WANTED, Deadline.after(Duration.ofMillis(5))), Kind.TIMED_OUT);

    assertThat(gateway.count(CREATE)).isZero();
  }

  @Test
  void aBusyArrayIsAskedAgainBecauseItDidNothing() {
    gateway.next(CREATE, refusal(164, "The system is busy. Retry later"));
    gateway.always(CREATE, json(200, "{\"id\":\"" + VOLUME_ID + "\"}"));

    assertThat(system.createVolume(WANTED, soon())).isEqualTo(VOLUME_ID);

    assertThat(gateway.count(CREATE)).isEqualTo(2);
  }

  @Test
  void anArrayThatStaysBusyIsNotAskedForEver() {
    gateway.always(CREATE, refusal(164, "The system is busy. Retry later"));

    assertKind(() -> system.createVolume(WANTED, soon()), Kind.BUSY);

    assertThat(gateway.count(CREATE)).isEqualTo(3);
  }

  @Test
  void aRunningRemovalIsWaitedFor() {
    var running = refusal(212, "A volume removal operation is currently in progress.");
    gateway.next(REMOVE, running, running, running);
    gateway.always(REMOVE, refusal(79, "Could not find the volume"));

    system.removeVolume(VOLUME_ID, soon());

    assertThat(gateway.count(REMOVE)).isEqualTo(4);
  }

  @Test
  void aRemovalThatNeverEndsIsToldInTime() {
    gateway.always(REMOVE, refusal(212, "A volume removal operation is currently in progress."));
    var deadline = Deadline.after(Duration.ofMillis(600));

    assertKind(() -> system.removeVolume(VOLUME_ID, deadline), Kind.REMOVAL_IN_PROGRESS);

    assertThat(deadline.expired()).isFalse();
  }

  @Test
  void aVolumeThatWasNeverThereIsNotRemoved() {
    gateway.always(REMOVE, refusal(79, "Could not find the volume"));

    assertKind(() -> system.removeVolume(VOLUME_ID, soon()), Kind.VOLUME_NOT_FOUND);
  }

  /** An action's answer says nothing but "done", so that half of it is enough. */
  private static MockResponse changeless(Loss loss) {
    return loss == Loss.HALF ? reset() : loss.answer();
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
