package org.csiscaleio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** That the fake is as the real thing, and goes wrong as told. */
class FakeScaleIoSystemTest {

  @Nested
  class OfTwoSix extends ScaleIoSystemContract {
    @Override
    protected ContractArray open() {
      return new FakeContractArray(new GatewayVersion(2, 6));
    }
  }

  @Nested
  class OfThreeSix extends ScaleIoSystemContract {
    @Override
    protected ContractArray open() {
      return new FakeContractArray(new GatewayVersion(3, 6));
    }

    @Test
    void aLostAnswerIsCommittedAndUnknown() {
      fake().faults().loseAnswer(Call.CREATE_VOLUME);

      assertKind(() -> create("vol"), Kind.OUTCOME_UNKNOWN);

      assertThat(system().volumeIdByName("vol", soon())).isPresent();
      assertKind(() -> create("vol"), Kind.NAME_IN_USE);
    }

    @Test
    void aFailureToldIsNotCommittedAndUsedUp() {
      fake().faults().fail(Call.CREATE_VOLUME, Kind.BUSY);

      assertKind(() -> create("vol"), Kind.BUSY);
      assertThat(listed()).isEmpty();

      create("vol");
    }

    @Test
    void aDelayBeyondTheDeadlineChangesNothing() {
      fake().faults().delay(Call.REMOVE_VOLUME, Duration.ofSeconds(30));
      String id = create("vol");

      assertKind(
          () -> system().removeVolume(id, Deadline.after(Duration.ofMillis(50))), Kind.TIMED_OUT);

      assertThat(listed()).hasSize(1);
    }

    @Test
    void anOperationIsHeldOpen() throws Exception {
      var block = fake().faults().block(Call.CREATE_VOLUME);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> creating = threads.submit(() -> create("vol"));
        block.awaitReached();
        assertThat(listed()).isEmpty();

        block.release();

        assertThat(listed()).extracting(Volume::id).doesNotContain("").hasSizeLessThan(2);
        assertThat(system().volume(creating.get(), soon())).isPresent();
      }
    }

    @Test
    void callsAreCountedByKind() {
      create("vol");
      fake().resetCalls();

      listed();
      listed();
      system().version(soon());

      assertThat(fake().calls(Call.FOR_EACH_VOLUME)).isEqualTo(2);
      assertThat(fake().allCalls()).isEqualTo(2);
    }

    private FakeScaleIoSystem fake() {
      return ((FakeContractArray) array()).system();
    }
  }

  private static final class FakeContractArray implements ContractArray {
    private static final List<String> GUIDS =
        List.of(
            "b71f01ae-ff7a-47c5-a303-583ffd416818",
            "0C9E5D62-31A4-4C0B-9E3B-7D1A6F0F21B4",
            "5E2D9B10-88C7-4F52-8B61-0A4C37E9D6F3");

    private final FakeScaleIoSystem fake;

    FakeContractArray(GatewayVersion version) {
      fake = new FakeScaleIoSystem(version);
      String domain = fake.array().addProtectionDomain("pd1");
      fake.array().addStoragePool(domain, "sp1", 8192);
      fake.array().addStoragePool(domain, "sp2", 8192, false);
      for (int i = 0; i < GUIDS.size(); i++) {
        fake.array().addSdc(GUIDS.get(i), "host-" + i, "192.0.2.2" + i);
      }
    }

    @Override
    public FakeScaleIoSystem system() {
      return fake;
    }

    @Override
    public GatewayVersion version() {
      return fake.array().version();
    }

    @Override
    public List<String> sdcGuids() {
      return GUIDS;
    }

    @Override
    public String snapshot(String volumeId, String name) {
      return fake.array().addSnapshot(volumeId, name);
    }

    @Override
    public void close() {
      fake.close();
    }
  }
}
