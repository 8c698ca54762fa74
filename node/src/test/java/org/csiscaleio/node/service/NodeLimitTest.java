package org.csiscaleio.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
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
}
