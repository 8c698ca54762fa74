package org.csiscaleio.image.mesos;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A volume's capability, as a profile and a task write it. */
final class CapabilityRules {
  private static final int MOUNT_FLAGS_BYTES = 4096;
  static final List<String> READERS = List.of("SINGLE_NODE_READER_ONLY", "MULTI_NODE_READER_ONLY");
  private static final List<String> MODES =
      List.of(
          "SINGLE_NODE_WRITER",
          "SINGLE_NODE_READER_ONLY",
          "MULTI_NODE_READER_ONLY",
          "MULTI_NODE_SINGLE_WRITER",
          "MULTI_NODE_MULTI_WRITER");

  private CapabilityRules() {}

  static void check(Place capability) {
    if (capability.value() instanceof Json.Entries) {
      capability.complain("has to be a single object, whatever its name says");
      return;
    }
    capability.onlyNames("mount", "block", "access_mode");
    if (capability.has("mount") == capability.has("block")) {
      capability.complain("has to have one of mount and block");
    }
    capability.find("mount").ifPresent(CapabilityRules::mount);
    capability
        .need("access_mode")
        .flatMap(mode -> mode.need("mode"))
        .ifPresent(mode ->
            mode.text()
                .filter(text -> !MODES.contains(text))
                .ifPresent(text ->
                    mode.complain(
                        "'" + text + "' is none; there are " + String.join(", ", MODES))));
  }

  private static void mount(Place mount) {
    mount.onlyNames("fs_type", "mount_flags");
    mount
        .find("fs_type")
        .ifPresent(type ->
            type.text()
                .filter(text -> !ProfileKind.FILE_SYSTEMS.contains(text))
                .ifPresent(text ->
                    type.complain(
                        "'"
                            + text
                            + "' is no file system of this plugin's; there are "
                            + String.join(", ", ProfileKind.FILE_SYSTEMS))));
    mount
        .find("mount_flags")
        .ifPresent(flags -> {
          int bytes =
              flags.entries().stream()
                  .flatMap(flag -> flag.text().stream())
                  .mapToInt(flag -> flag.getBytes(StandardCharsets.UTF_8).length)
                  .sum();
          if (bytes > MOUNT_FLAGS_BYTES) {
            flags.complain("are " + bytes + " bytes; at most " + MOUNT_FLAGS_BYTES + " are taken");
          }
        });
  }
}
