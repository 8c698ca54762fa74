package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.Protos;
import org.apache.mesos.protobuf.Descriptors.Descriptor;
import org.csiscaleio.image.mesos.MesosConfigCommand;
import tools.jackson.databind.json.JsonMapper;

/** What an agent of Mesos reads: how it is made, and what Mesos' own messages say of it. */
final class AgentsFiles {
  static final String VERSION = System.getProperty("csiscaleio.version", "");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AgentsFiles() {}

  /** What Mesos' message for a file says against it. */
  static List<String> complaints(Path file) {
    return message(file)
        .map(message -> ProtobufJson.complaints(JSON.readTree(file), message))
        .orElse(List.of());
  }

  private static Optional<Descriptor> message(Path file) {
    String name = file.toString();
    if (name.contains("/resource-providers/")) {
      return Optional.of(Protos.ResourceProviderInfo.getDescriptor());
    }
    if (name.contains("/csi-plugins/") || name.contains("/dcos/storage/csi/")) {
      return Optional.of(Protos.CSIPluginInfo.getDescriptor());
    }
    if (name.contains("/tasks/")) {
      return Optional.of(org.apache.mesos.v1.Protos.TaskInfo.getDescriptor());
    }
    if (name.contains("/calls/")) {
      return Optional.of(org.apache.mesos.v1.scheduler.Protos.Call.getDescriptor());
    }
    // Messages of Mesos that its Java library does not have; the rules look at them.
    assertThat(name).endsWith("disk-profiles.json");
    return Optional.empty();
  }

  /**
   * Has the command make files.
   *
   * @return its complaints; empty when there are none
   */
  static String make(String options) {
    var err = new ByteArrayOutputStream();
    int status =
        new MesosConfigCommand(
                VERSION,
                new PrintStream(new ByteArrayOutputStream(), true),
                new PrintStream(err, true))
            .run(new ArrayList<>(List.of(options.split(" ", -1))));
    return status == 0 ? "" : err.toString(StandardCharsets.UTF_8);
  }

  /** The files below a directory, and what they say. */
  static Map<String, String> tree(Path root) {
    var tree = new TreeMap<String, String>();
    for (Path file : Repository.filesBelow(root, "")) {
      tree.put(root.relativize(file).toString(), Repository.text(file));
    }
    assertThat(Files.isDirectory(root)).isTrue();
    return tree;
  }
}
