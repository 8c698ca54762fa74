package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Specs in the order of a suite. */
final class OlderSuite {
  private final OlderCalls calls;
  private final List<DynamicTest> specs = new ArrayList<>();

  OlderSuite(OlderCalls calls) {
    this.calls = calls;
  }

  void spec(String name, Executable held) {
    specs.add(DynamicTest.dynamicTest(name, held));
  }

  /** Specs for each thing a call requires: the call has all that comes before it, and not it. */
  void needs(String method, String... fields) {
    var request = new StringBuilder();
    for (String field : fields) {
      String before = request.toString();
      spec(method + " without " + field, () -> calls.refused(method, before, field));
      request.append(
          switch (field) {
            case "volume_capability" -> OlderCalls.CAPABILITY;
            case "volume_capabilities" -> OlderCalls.CAPABILITIES;
            // Some are paths, and looked at as such.
            default -> " " + field + ": '/something'";
          });
    }
  }

  /** What all three suites ask for by the same fields. */
  void needsOfEveryGeneration() {
    needs("CreateVolume", "name", "volume_capabilities");
    needs("DeleteVolume", "volume_id");
    needs("ValidateVolumeCapabilities", "volume_id", "volume_capabilities");
    needs("ControllerPublishVolume", "volume_id", "node_id", "volume_capability");
    needs("ControllerUnpublishVolume", "volume_id");
    needs("NodePublishVolume", "volume_id", "target_path", "volume_capability");
    needs("NodeUnpublishVolume", "volume_id", "target_path");
  }

  /**
   * All of them.
   *
   * @param count how many the suite has
   */
  List<DynamicTest> specs(int count) {
    assertThat(specs).hasSize(count);
    return specs;
  }
}
