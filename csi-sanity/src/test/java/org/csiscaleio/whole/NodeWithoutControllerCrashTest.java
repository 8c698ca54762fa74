package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MountTable;
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
 * SIGKILL before and after every outside effect of a node that maps, makes and unmaps volumes
 * itself, the writing of its own records among them; then the same call again must end right.
 */
@Tag("side-by-side")
class NodeWithoutControllerCrashTest {
  private static final int MOST_POINTS = 400;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static Lanes<DoomedPlugin> lanes;

  private DoomedPlugin doomed;

  @BeforeAll
  static void prepare() {
    lanes =
        Lanes.of(i ->
            DoomedPlugin.in(
                Cluster.named("NodeWithoutControllerCrashTest-" + i)
                    .setting("mode", "node")
                    .setting("stage", "false")
                    .setting("nodeCreate", "true")));
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

  /** Whether the volume is to be used, or not any more. */
  enum Step {
    PUBLISH,
    UNPUBLISH;

    void take(StaticVolume use, CsiClient client) {
      switch (this) {
        case PUBLISH -> use.publish(client);
        case UNPUBLISH -> use.unpublish(client);
      }
    }
  }

  /**
   * One kind of call, killed at its 1st, 2nd, ... moment until it gets through. The longest one is
   * walked in two, so that they can go side by side.
   *
   * @param subPath of the volume_context; {@code -} for none
   * @param first moment to be killed at
   * @param stride to the next
   * @param fewest moments that there must be, so that a walk that sees nothing does not pass
   */
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0} of {1}, directory {2}, from moment {3} by {4}")
  @CsvSource({
    "PUBLISH,   ext4,  data, 1, 2, 10",
    "PUBLISH,   ext4,  data, 2, 2, 10",
    "UNPUBLISH, ext4,  data, 1, 1, 6",
    "PUBLISH,   block, -,    1, 1, 7",
    "UNPUBLISH, block, -,    1, 1, 6",
  })
  void theSameCallAgainEndsRight(
      Step step, String fsType, String subPath, int first, int stride, int fewest)
      throws IOException {
    var walked = new ArrayList<String>();
    int point = first - stride;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point += stride;
      StaticVolume use = use("walk-" + fsType + "-" + point, fsType, subPath);
      if (step == Step.UNPUBLISH) {
        use.publish(doomed.client());
        write(use);
      }

      killed =
          doomed.isKilledAt(use.handle(), point, () -> step.take(use, doomed.client()), walked);
      if (killed) {
        doomed.riseAgain();
        Repeating.untilDone(() -> step.take(use, doomed.client()));
      }

      if (step == Step.PUBLISH) {
        isPublished(use);
        write(use);
        use.unpublish(doomed.client());
      }
      isNotPublished(use);
      livesOn(use, step);
      doomed.cluster().startOver();
    }
    Figures.keep(
        "crash-walk-node-" + step + "-" + fsType + "-" + first,
        "crash walk, a node without a controller, %s of %s, from moment %d by %d: killed at %d%n"
            .formatted(step, fsType, first, stride, walked.size()));
    walked.forEach(System.out::println);
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(fewest);
  }

  private StaticVolume use(String name, String fsType, String subPath) {
    StaticVolume use =
        StaticVolume.of("name:" + name, doomed.plugin().host())
            .withFsType(fsType)
            .with("create", "true")
            .with("size", "8");
    return subPath.equals("-") ? use : use.with("subPath", subPath);
  }

  private static void write(StaticVolume use) throws IOException {
    if (!use.fsType().equals("block")) {
      Files.writeString(use.target().resolve("data"), "precious");
    }
  }

  /** There is one volume; it is mapped to this host, and shown once. */
  private void isPublished(StaticVolume use) {
    assertThat(volume().mappedTo()).containsExactly(use.host().guid());
    assertThat(MountTable.now().only(use.target())).isPresent();
    assertThat(MountTable.now().under(use.host().directory())).hasSize(1);
  }

  /** There is still one volume, which is mapped nowhere; nothing is shown or remembered. */
  private void isNotPublished(StaticVolume use) {
    assertThat(MountTable.now().under(use.host().directory())).isEmpty();
    assertThat(use.target()).doesNotExist();
    Await.until("the volume to be unmapped", LIMIT, () -> volume().mappedTo().isEmpty());
    Await.until("its record to go", LIMIT, () -> records(use).isEmpty());
  }

  private void livesOn(StaticVolume use, Step step) throws IOException {
    use.publish(doomed.client());
    if (!use.fsType().equals("block")) {
      assertThat(use.target().resolve("data")).hasContent("precious");
    }
    use.unpublish(doomed.client());
    assertThat(volume().mappedTo()).as("after %s", step).isEmpty();
  }

  private static List<Path> records(StaticVolume use) throws IOException {
    try (Stream<Path> files = Files.list(use.host().directory().resolve("state/volumes"))) {
      // What a kill left of one that was being written is never read, and written over.
      return files.filter(file -> !file.toString().endsWith(".new")).toList();
    }
  }

  private ArrayVolume volume() {
    var volumes = doomed.cluster().emulator().administrator().volumes();
    assertThat(volumes).hasSize(1);
    return volumes.getFirst();
  }
}
