package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGKILL before and after every outside effect of every call that changes something; then the same
 * call again must end right. The plugin is the real one, with an agent inside that kills it at the
 * wanted moment.
 */
@Tag("side-by-side")
class CrashWalkTest {
  private static final int MOST_POINTS = 400;

  private static Lanes<DoomedPlugin> lanes;

  private DoomedPlugin doomed;

  @BeforeAll
  static void prepare() {
    lanes = Lanes.of(i -> DoomedPlugin.in(Cluster.named("CrashWalkTest-" + i)));
  }

  @AfterAll
  static void stop() {
    lanes.close();
  }

  @BeforeEach
  void takeLane() throws InterruptedException {
    doomed = lanes.take();
  }

  @AfterEach
  void startOver() {
    try {
      doomed.startOver();
    } finally {
      lanes.giveBack(doomed);
    }
  }

  /**
   * One kind of call, killed at its 1st, 2nd, ... moment until it gets through.
   *
   * @param from the level below the call, for calls that lead up; above it for those that lead down
   * @param fewest moments that there must be, so that a walk that sees nothing does not pass
   */
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0} from {1} to {2}")
  @CsvSource({
    "ext4,  ABSENT,    CREATED,   2",
    "ext4,  CREATED,   MAPPED,    2",
    "ext4,  MAPPED,    STAGED,    16",
    "xfs,   MAPPED,    STAGED,    16",
    "btrfs, MAPPED,    STAGED,    16",
    "ext4,  STAGED,    PUBLISHED, 3",
    "block, STAGED,    PUBLISHED, 3",
    "ext4,  PUBLISHED, STAGED,    3",
    "block, PUBLISHED, STAGED,    3",
    "ext4,  STAGED,    MAPPED,    2",
    "ext4,  MAPPED,    CREATED,   2",
    "ext4,  CREATED,   ABSENT,    2",
  })
  void theSameCallAgainEndsRight(String fsType, Level from, Level to, int fewest)
      throws IOException {
    Cluster cluster = doomed.cluster();
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse use =
          cluster.useOnA(VolumeWish.of("crash-" + fsType + "-" + from + "-" + point, 8, fsType));
      Level.move(use, Level.ABSENT, from, doomed.client());

      killed = doomed.isKilledAt(use.wish().name(), point, () -> step(use, from, to), walked);
      if (killed) {
        doomed.riseAgain();
        Repeating.untilDone(() -> step(use, from, to));
      }

      Afterwards.isAt(cluster, to, use);
      assertLives(use, to);
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-" + fsType + "-" + from + "-" + to,
        "crash walk, %s from %s to %s: killed at %d moments%n"
            .formatted(fsType, from, to, walked.size()));
    walked.forEach(System.out::println);
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(fewest);
  }

  private void step(VolumeUse use, Level from, Level to) {
    Level.move(use, from, to, doomed.client());
  }

  /** Goes on from where it is to the end of the volume's life, by way of a task's data. */
  private void assertLives(VolumeUse use, Level at) {
    if (at == Level.ABSENT) {
      return;
    }
    var data = new TaskData(11);
    Level.move(use, at, Level.PUBLISHED, doomed.client());
    data.write(use);
    data.assertThere(use);
    Level.move(use, Level.PUBLISHED, Level.ABSENT, doomed.client());
  }
}
