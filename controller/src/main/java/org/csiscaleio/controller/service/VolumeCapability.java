package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** How an orchestrator wants to use a volume. */
public record VolumeCapability(AccessMode mode, Access access) {
  /** What the workload sees. */
  public sealed interface Access {
    /** The raw device. */
    record Block() implements Access {}

    /**
     * A mounted file system.
     *
     * @param fsType empty leaves it to the volume's parameters and the node's default
     * @param flags mount options; they can be sensitive and are never logged
     * @param group a group the mount shall belong to; empty when none is wanted
     */
    record Mount(String fsType, List<String> flags, String group) implements Access {
      public Mount {
        requireNonNull(fsType, "fsType is null");
        flags = List.copyOf(flags);
        requireNonNull(group, "group is null");
      }

      @Override
      public String toString() {
        return "Mount[" + fsType + "]";
      }
    }
  }

  public VolumeCapability {
    requireNonNull(mode, "mode is null");
    requireNonNull(access, "access is null");
  }

  /** Why no volume of ours can be used so; empty when it can. */
  public Optional<String> unsupportedBecause() {
    if (!(access instanceof Access.Mount mount)) {
      return Optional.empty();
    }
    if (!mount.fsType().isEmpty() && !FileSystemType.isKnown(mount.fsType())) {
      return Optional.of(FileSystemType.unknown(mount.fsType()));
    }
    if (!mount.group().isEmpty()) {
      return Optional.of(
          "volume_mount_group is not supported: the file systems made here have no group option");
    }
    return switch (mode) {
      case MULTI_NODE_SINGLE_WRITER, MULTI_NODE_MULTI_WRITER ->
          Optional.of(
              "access mode "
                  + mode
                  + " is not supported for a mounted file system: ext4, xfs and the like destroy"
                  + " themselves when one host writes while another has them mounted; use a block"
                  + " volume, MULTI_NODE_READER_ONLY, or a single-node mode");
      case SINGLE_NODE_WRITER,
          SINGLE_NODE_READER_ONLY,
          MULTI_NODE_READER_ONLY,
          SINGLE_NODE_SINGLE_WRITER,
          SINGLE_NODE_MULTI_WRITER ->
          Optional.empty();
    };
  }
}
