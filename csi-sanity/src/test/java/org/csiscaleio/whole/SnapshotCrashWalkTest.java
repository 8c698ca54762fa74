package org.csiscaleio.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL before and after every outside effect of the calls about snapshots, clones, growth and
 * limits, with a volume in use; then the same call again must end right. See {@link CrashWalkTest}.
 */
@Tag("side-by-side")
class SnapshotCrashWalkTest {
  private static final int MOST_POINTS = 100;

  private static final Map<String, DoomedPlugin> PLUGINS = new TreeMap<>();

  @BeforeAll
  static void start() {
    for (String scope : List.of("cluster", "node")) {
      PLUGINS.put(
          scope,
          DoomedPlugin.in(
              Cluster.named("SnapshotCrashWalkTest-" + scope)
                  .setting("scope", scope)
                  .setting("quota", "sp1=256")));
    }
  }

  @AfterAll
  static void stop() {
    PLUGINS.values().forEach(DoomedPlugin::close);
  }

  @AfterEach
  void startOver() {
    PLUGINS.values().forEach(DoomedPlugin::startOver);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_LIMITED")
  void theSameCallAgainEndsRight(SnapshotStep step) throws IOException {
    walk("cluster", step);
  }

  /** Where a clone is looked for in memory too, growth changes the name, and limits are kept. */
  @ParameterizedTest
  @EnumSource(names = {"TAKE", "CLONE", "EXPAND", "CREATE_LIMITED"})
  void theSameCallAgainEndsRightInNodeScopeToo(SnapshotStep step) throws IOException {
    walk("node", step);
  }

  private static void walk(String scope, SnapshotStep step) throws IOException {
    DoomedPlugin doomed = requireNonNull(PLUGINS.get(scope));
    Cluster cluster = doomed.cluster();
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse use = cluster.useOnA(VolumeWish.of("walk-" + step + "-" + point, 8, "xfs"));
      use.bringUp(cluster.a().client());
      SnapshotStep.DATA.write(use);
      step.prepare(use, cluster.a().client());

      killed =
          doomed.isKilledAt(
              use.wish().name(), point, () -> step.act(use, cluster.a().client()), walked);
      if (killed) {
        doomed.riseAgain();
        Repeating.untilDone(() -> step.act(use, cluster.a().client()));
      }

      step.assertDone(cluster, use, cluster.a().client());
      SnapshotStep.cleanUp(use, cluster.a().client());
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-" + scope + "-" + step,
        "crash walk, %s in %s scope: killed at %d moments%n".formatted(step, scope, walked.size()));
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(step.fewestMoments(scope));
  }
}
