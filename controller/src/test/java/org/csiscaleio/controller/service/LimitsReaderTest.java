package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.arrayId;
import static org.csiscaleio.controller.service.Scene.soon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** When the array is asked for the limits that volumes were given. */
class LimitsReaderTest {
  private final Scene scene = new Scene();
  private final AtomicLong clock = new AtomicLong(7);
  private final LimitsRecords records = new LimitsRecords(scene.system, clock::get);
  private final String volume = scene.create("data");

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private Optional<LimitsOverride> limits() {
    return records.of(arrayId(volume), soon());
  }

  /** By another instance. */
  private void modify(String iops) {
    scene.controller.modify(ModifyRequest.of(volume, Map.of("iopsLimit", iops)), soon());
  }

  private long listings() {
    return scene.system.calls(Call.FOR_EACH_VOLUME);
  }

  @Test
  void theyAreReadWhenTheyAreNeededFirstAndThenKnown() {
    modify("100");
    long before = listings();
    assertThat(limits()).isPresent();
    assertThat(limits()).isPresent();
    assertThat(listings()).isEqualTo(before + 1);
  }

  @Test
  void whatAnotherInstanceChangedIsSeenAfterTenMinutesAtTheLatest() {
    assertThat(limits()).isEmpty();
    modify("100");
    assertThat(limits()).isEmpty();
    pass(Duration.ofMinutes(11));
    assertThat(limits()).isPresent();
  }

  @Test
  void fromFiveMinutesOnTheyAreReadBesideTheCallsThatNeedThem() throws InterruptedException {
    assertThat(limits()).isEmpty();
    modify("100");
    pass(Duration.ofMinutes(6));
    for (int i = 0; i < 500 && limits().isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(limits()).isPresent();
  }

  @Test
  void aListingThatIsMadeAnywaySavesOne() {
    assertThat(limits()).isEmpty();
    modify("100");
    records.reader().watch(see -> scene.system.forEachVolume(see, soon()));
    assertThat(limits()).isPresent();
  }

  @Test
  void beforeTheFirstRecordOfAVolumeIsMadeItIsMadeSureThatThereIsNone() {
    assertThat(limits()).isEmpty();
    modify("100");
    pass(Duration.ofMinutes(2));
    assertThat(records.forChange(arrayId(volume), soon())).isPresent();
  }

  @Test
  void aListingThatBeganBeforeAChangeDoesNotUndoIt() {
    assertThat(limits()).isEmpty();
    records
        .reader()
        .watch(see ->
            records.keep(
                scene.onArray(volume),
                Optional.empty(),
                MutableParameters.read(Map.of("iopsLimit", "100")),
                soon()));
    assertThat(limits()).isPresent();
  }

  @Test
  void aReadingThatFailedIsRepeatedByTheNextCall() {
    modify("100");
    scene.system.faults().fail(Call.FOR_EACH_VOLUME, Kind.BUSY);
    Scene.assertFails(Failure.Code.UNAVAILABLE, this::limits);
    assertThat(limits()).isPresent();
  }
}
