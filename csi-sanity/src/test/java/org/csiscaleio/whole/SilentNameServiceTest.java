package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A name service that is silent: no look-up in C can be interrupted, and each takes as long as the
 * resolver likes. The plugin has a resolv.conf of its own, in a mount namespace of its own.
 */
@Tag("side-by-side")
class SilentNameServiceTest {
  /**
   * One of the machine's own addresses that no other program is likely to have a name service on.
   */
  private static final String NAME_SERVER = "127.53.53.53";

  private static final String UNKNOWN = "https://gateway.csi-scaleio.test";

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Long for any machine, and far below the 150 s that a look-up takes here. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private DatagramSocket silent;

  @BeforeEach
  void listenAndSayNothing() throws IOException {
    silent = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(NAME_SERVER), 53));
    Files.writeString(
        folder.resolve("resolv.conf"),
        "nameserver " + NAME_SERVER + "\noptions timeout:30 attempts:5\n");
  }

  @AfterEach
  void close() {
    silent.close();
  }

  private Cluster prepared() {
    return Cluster.named("SilentNameServiceTest")
        .plugins(0)
        .launchedBy(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind " + folder.resolve("resolv.conf") + " /etc/resolv.conf && exec \"$@\"",
            "sh")
        .start();
  }

  @Test
  void callsThatNeedTheGatewayEndInTimeAndTheOthersNeverWait() throws Exception {
    try (var cluster = prepared();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      cluster.a().start(Map.of("X_CSI_SCALEIO_GATEWAY", UNKNOWN));
      CsiClient client = cluster.a().client();
      var calls = new ArrayList<Future<Long>>();
      for (int i = 0; i < 40; i++) {
        calls.add(callers.submit(() -> refusedAfterMillis(client.withDeadline(DEADLINE))));
      }

      for (int i = 0; i < 20; i++) {
        CsiClient hasty = client.withDeadline(PATIENCE);
        hasty.identity().probe(ProbeRequest.getDefaultInstance());
        hasty.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
        Thread.sleep(100);
      }
      for (Future<Long> call : calls) {
        assertThat(call.get()).isLessThan(PATIENCE.toMillis());
      }
    }
  }

  @Test
  void anAddressThatNeedsNoNameIsUsedAndRemembered() {
    try (var cluster = prepared()) {
      cluster.a().start(Map.of("X_CSI_SCALEIO_GATEWAY", UNKNOWN + "," + cluster.emulator().url()));
      CsiClient client = cluster.a().client();

      client
          .withDeadline(PATIENCE)
          .controller()
          .getCapacity(GetCapacityRequest.getDefaultInstance());
      client
          .withDeadline(DEADLINE)
          .controller()
          .getCapacity(GetCapacityRequest.getDefaultInstance());
    }
  }

  private static long refusedAfterMillis(CsiClient client) {
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> client.controller().getCapacity(GetCapacityRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED));
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
