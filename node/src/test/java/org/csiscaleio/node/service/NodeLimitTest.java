package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

class NodeLimitTest {
  private final FakeArrayAccess array = new FakeArrayAccess();

  private int told(NodeSettings settings) {
    var node = new NodeService(settings, new FakeHost(), VolumeRecords.none(), Optional.of(array));
    return node.maxVolumes(Deadline.after(Duration.ofSeconds(20)));
  }

  @Test
  void theOperatorsLimitIsToldWithoutAskingTheArray() {
    array.hand =
        what -> {
          throw Failure.unavailable("the array is away");
        };
    assertThat(told(NodeSettings.defaults().withMaxVolumesPerNode(7).withAsksLimit(true)))
        .isEqualTo(7);
  }

  @Test
  void withoutOneTheArraysIsTold() {
    assertThat(told(NodeSettings.defaults().withAsksLimit(true))).isEqualTo(8192);
  }

  @Test
  void whereNobodyLooksAtItTheArrayIsNotAsked() {
    array.hand =
        what -> {
          throw new AssertionError(what);
        };
    assertThat(told(NodeSettings.defaults())).isZero();
  }

  @Test
  void anArrayThatIsAwayLeavesItToTheOrchestrator() {
    array.hand =
        what -> {
          throw Failure.unavailable("the array is away");
        };
    assertThat(told(NodeSettings.defaults().withAsksLimit(true))).isZero();
  }

  @Test
  void anArrayThatIsAwayIsNotWaitedForAgainAndAgain() {
    var asked = new AtomicInteger();
    array.hand =
        what -> {
          asked.incrementAndGet();
          throw Failure.unavailable("the array is away");
        };
    var node =
        new NodeService(
            NodeSettings.defaults().withAsksLimit(true),
            new FakeHost(),
            VolumeRecords.none(),
            Optional.of(array));

    for (int i = 0; i < 5; i++) {
      assertThat(node.maxVolumes(Deadline.after(Duration.ofSeconds(20)))).isZero();
    }

    assertThat(asked).hasValue(1);
  }
}
