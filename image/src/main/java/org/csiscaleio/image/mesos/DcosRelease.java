package org.csiscaleio.image.mesos;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A release of DC/OS whose agents speak CSI.
 *
 * @param name 1.11 to 2.2
 * @param mesos the release of Mesos in it
 */
record DcosRelease(String name, MesosRelease mesos) {
  private static final Map<String, Integer> MINOR_OF_MESOS = minorsOfMesos();

  private static final String FIRST = "1.11";
  private static final Path OF_DCOS = Path.of("/opt/mesosphere/etc");
  private static final Path OF_OPERATOR = Path.of("/var/lib/dcos");

  private static Map<String, Integer> minorsOfMesos() {
    Map<String, Integer> minors = new LinkedHashMap<>();
    minors.put(FIRST, 5);
    minors.put("1.12", 7);
    minors.put("1.13", 8);
    minors.put("2.0", 9);
    minors.put("2.1", 10);
    minors.put("2.2", 11);
    return minors;
  }

  /**
   * @throws IllegalArgumentException when it is no release from 1.11 to 2.2
   */
  static DcosRelease parse(String text) {
    Integer minor = MINOR_OF_MESOS.get(text);
    if (minor == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no release of DC/OS; there are " + MINOR_OF_MESOS.keySet());
    }
    return new DcosRelease(text, new MesosRelease(minor));
  }

  /** Where its agents have their files. */
  AgentPlaces places() {
    return new AgentPlaces(
        name.equals(FIRST)
            ? OF_DCOS.resolve("mesos/resource-providers")
            : OF_OPERATOR.resolve("mesos/resource-providers"),
        OF_DCOS.resolve("dcos/storage/csi"),
        OF_DCOS.resolve("mesos-slave-modules/csi-scaleio-disk-profiles.json"),
        OF_OPERATOR.resolve("mesos/csi-scaleio-disk-profiles.json"),
        OF_OPERATOR.resolve("mesos-slave-common"),
        Path.of("/opt/mesosphere/active/mesos/lib/mesos/modules"),
        true);
  }
}
