package org.csiscaleio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.csiscaleio.gateway.HttpScaleIoSystem;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Test;

/** The gateway client and an array of ten thousand volumes. */
class LargeArrayTest {
  private static final int VOLUMES = 10_000;

  @Test
  void tenThousandVolumesAreStreamedInOneRequest() {
    try (RunningEmulator emulator = RunningEmulator.start("3.6");
        ScaleIoSystem system = HttpScaleIoSystem.open(emulator.settings())) {
      emulator.control().makeVolumes(VOLUMES, "sp1", "bulk-", 8);
      var limit = Deadline.after(Duration.ofSeconds(30));
      system.version(limit);
      emulator.control().resetCounters();
      var seen = new ArrayList<String>(VOLUMES);

      system.forEachVolume(volume -> seen.add(volume.id()), limit);

      assertThat(seen).hasSize(VOLUMES).doesNotHaveDuplicates();
      assertThat(emulator.control().counters()).isEqualTo(Map.of("listVolumes", 1L));
    }
  }
}
