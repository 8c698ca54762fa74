package org.csiscaleio.conformance;

import java.io.IOException;
import org.csiscaleio.rig.Cluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real csi-sanity against the real program, the emulator's array and real block devices. */
class CsiSanityTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"mount", "block"})
  void findsNothingWrongAndSkipsNothingThatIsAdvertised(String accessType) throws IOException {
    try (var cluster =
        Cluster.named("csi-sanity-" + accessType).setting("maxVolumesPerNode", "3").start()) {
      CsiSanity.findsNothingWrong(cluster, accessType, accessType);
    }
  }
}
