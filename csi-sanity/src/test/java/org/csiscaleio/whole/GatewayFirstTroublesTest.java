package org.csiscaleio.whole;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.Fault.Action;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong at the gateway while a plugin that has just started asks its first questions. One
 * case at a time: a start keeps the machine busy, and each call is held to its time.
 */
@Tag("side-by-side")
class GatewayFirstTroublesTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("GatewayFirstTroublesTest").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void allIsWellAgain() {
    cluster.startOver();
  }

  static Stream<Arguments> firstSteps() {
    return Stream.of("login", "version", "systems", "storagePools", "protectionDomains", "sdcs")
        .flatMap(kind ->
            Stream.of(Action.HANG, Action.RESET, Action.HALF)
                .map(action -> Arguments.of(Fault.once(kind, action))));
  }

  @ParameterizedTest(name = "with {0}")
  @MethodSource("firstSteps")
  void aPluginThatHasJustStartedGetsThroughTheGatewaysFirstTroubles(Fault fault) {
    cluster.a().sigkill();
    cluster.emulator().control().inject(fault);
    cluster.a().restart();
    CsiClient client = cluster.a().client();
    VolumeUse use =
        cluster.useOnA(VolumeWish.of("first-" + fault.kind() + "-" + fault.action(), 8, "ext4"));

    InTime.ends(() -> use.create(client.withDeadline(InTime.DEADLINE)), EnumSet.of(Status.Code.OK));

    cluster.emulator().control().clearFaults();
    Repeating.untilDone(() -> use.create(client));
    use.publish(client);
    Afterwards.isMapped(cluster, use);
    Level.move(use, Level.MAPPED, Level.ABSENT, client);
    Afterwards.nothingIsLeft(cluster);
  }
}
