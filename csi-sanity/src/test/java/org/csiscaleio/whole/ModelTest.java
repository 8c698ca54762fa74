package org.csiscaleio.whole;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.csiscaleio.model.Walk;
import org.csiscaleio.rig.Cluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random walks through all controller and node calls, with faults and sudden deaths, against a
 * small model of what CSI promises. One seed can be asked for by the system property {@code
 * csiscaleio.model.seed}, another length by {@code csiscaleio.model.steps}. A seed that has found
 * something joins those here.
 */
@Tag("side-by-side")
class ModelTest {
  private static final int STEPS = Integer.getInteger("csiscaleio.model.steps", 2000);

  /**
   * 2 has found that an xfs which was grown while it is mounted was called not grown; 7, that a
   * clone was not found again once its source had outgrown the request's limit.
   */
  static LongStream seeds() {
    String asked = System.getProperty("csiscaleio.model.seed", "");
    return asked.isEmpty() ? LongStream.of(2, 7) : LongStream.of(Long.parseLong(asked));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  void everyAnswerIsOneTheModelPermitsAndArrayAndHostsAreAsItSays(long seed) throws IOException {
    try (var cluster = Cluster.named("ModelTest-" + seed).busy().plugins(2).start()) {
      String tally = new Walk(cluster, seed).run(STEPS);
      Figures.keep("model-" + seed, "model, seed %d: %s%n".formatted(seed, tally));
      Afterwards.nothingIsLeft(cluster);
    }
  }
}
