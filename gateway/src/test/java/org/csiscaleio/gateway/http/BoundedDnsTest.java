package org.csiscaleio.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.Dns;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedDnsTest {
  private final CountDownLatch nameService = new CountDownLatch(1);

  @AfterEach
  void answer() {
    nameService.countDown();
  }

  /** Takes its time, as Java's own look-up does when the name service is silent. */
  private Dns silent() {
    return hostname -> {
      try {
        nameService.await();
      } catch (InterruptedException e) {
        throw new UnknownHostException(hostname);
      }
      return List.of(InetAddress.getLoopbackAddress());
    };
  }

  @Test
  void aSilentNameServiceIsGivenUpOnAtTheLimit() {
    var dns = new BoundedDns(silent(), Duration.ofMillis(200));

    long begin = System.nanoTime();
    assertThatThrownBy(() -> dns.lookup("gateway.example"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("gateway.example: no answer from the name service in time");

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(200_000_000L);
  }

  @Test
  void theRequestsDeadlineBoundsItToo() {
    var dns = new BoundedDns(silent(), Duration.ofHours(1));

    assertThatThrownBy(() ->
            ScopedValue.where(BoundedDns.DEADLINE, Deadline.after(Duration.ofMillis(200)))
                .call(() -> dns.lookup("gateway.example")))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void whoIsInterruptedWhileWaitingStopsAndStaysInterrupted() throws Exception {
    var dns = new BoundedDns(silent(), Duration.ofHours(1));
    var interrupted = new CountDownLatch(1);
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                dns.lookup("gateway.example");
              } catch (UnknownHostException e) {
                if (Thread.currentThread().isInterrupted()) {
                  interrupted.countDown();
                }
              }
            });

    asking.interrupt();
    asking.join();

    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void anAnswerIsHandedOverAndAnUnknownNameIsCalledUnknown() throws Exception {
    InetAddress there = InetAddress.getLoopbackAddress();
    Dns knowsOne =
        hostname -> {
          if (hostname.equals("known.example")) {
            return List.of(there);
          }
          throw new UnknownHostException(hostname);
        };
    var dns = new BoundedDns(knowsOne, Duration.ofSeconds(30));

    assertThat(dns.lookup("known.example")).containsExactly(there);
    assertThatThrownBy(() -> dns.lookup("other.example"))
        .hasMessage("other.example: the name service does not know it");
  }
}
