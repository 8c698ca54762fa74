package org.csiscaleio.node.rpc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;

/**
 * Turns requests of csi.v1 into valid records, or into INVALID_ARGUMENT naming the field. Secrets
 * stay behind: nothing on the node needs any.
 */
final class NodeRequestsV1 {
  private static final int FLAGS_LIMIT_BYTES = 4096;

  private NodeRequestsV1() {}

  static NodeRequest.Stage stage(NodeStageVolumeRequest request) {
    return new NodeRequest.Stage(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getStagingTargetPath(), "staging_target_path"),
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        mapping(Fields.map(request.getPublishContextMap(), "publish_context")),
        context(Fields.map(request.getVolumeContextMap(), "volume_context")));
  }

  static NodeRequest.Unstage unstage(NodeUnstageVolumeRequest request) {
    return new NodeRequest.Unstage(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getStagingTargetPath(), "staging_target_path"));
  }

  static NodeRequest.Publish publish(NodePublishVolumeRequest request) {
    String staging = request.getStagingTargetPath();
    return new NodeRequest.Publish(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getTargetPath(), "target_path"),
        staging.isEmpty()
            ? Optional.empty()
            : Optional.of(Fields.path(staging, "staging_target_path")),
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        request.getReadonly(),
        mapping(Fields.map(request.getPublishContextMap(), "publish_context")),
        context(Fields.map(request.getVolumeContextMap(), "volume_context")));
  }

  static NodeRequest.Unpublish unpublish(NodeUnpublishVolumeRequest request) {
    return new NodeRequest.Unpublish(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getTargetPath(), "target_path"));
  }

  static Capability capability(boolean present, VolumeCapability capability) {
    if (!present) {
      throw Failure.invalid("volume_capability is missing");
    }
    AccessMode mode = mode(capability.getAccessMode().getModeValue());
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new Capability(new Capability.Block(), mode);
      case MOUNT -> new Capability(mount(capability.getMount()), mode);
      case ACCESSTYPE_NOT_SET ->
          throw Failure.invalid("volume_capability says neither block nor mount");
    };
  }

  private static Capability.Mount mount(VolumeCapability.MountVolume mount) {
    int total = mount.getMountFlagsList().stream().mapToInt(Fields::bytes).sum();
    if (total > FLAGS_LIMIT_BYTES) {
      throw Failure.invalid("mount_flags are larger than " + FLAGS_LIMIT_BYTES + " bytes");
    }
    List<String> flags =
        mount.getMountFlagsList().stream()
            .flatMap(flag -> Arrays.stream(flag.split(",", -1)))
            .map(String::strip)
            .filter(flag -> !flag.isEmpty())
            .toList();
    return new Capability.Mount(fileSystem(mount.getFsType(), "fs_type"), flags);
  }

  /** By number: a mode newer than this program arrives without a name. */
  private static AccessMode mode(int number) {
    return switch (number) {
      case 1 -> AccessMode.SINGLE_NODE_WRITER;
      case 2 -> AccessMode.SINGLE_NODE_READER_ONLY;
      case 3 -> AccessMode.MULTI_NODE_READER_ONLY;
      case 4 -> AccessMode.MULTI_NODE_SINGLE_WRITER;
      case 5 -> AccessMode.MULTI_NODE_MULTI_WRITER;
      case 6 -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
      case 7 -> AccessMode.SINGLE_NODE_MULTI_WRITER;
      case 0 -> throw Failure.invalid("volume_capability has no access_mode");
      default ->
          throw Failure.invalid("volume_capability has access_mode " + number + ", not known here");
    };
  }

  private static Optional<FileSystemType> fileSystem(String word, String field) {
    if (word.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        FileSystemType.of(word.strip())
            .orElseThrow(() ->
                Failure.invalid(
                    field + " '" + word + "' is not one of " + FileSystemType.words())));
  }

  private static Mapping mapping(Map<String, String> context) {
    if (context.isEmpty()) {
      return Mapping.UNKNOWN;
    }
    return new Mapping(true, sizeBytes(Fields.value(context, "sizeKib")));
  }

  private static OptionalLong sizeBytes(Optional<String> sizeKib) {
    if (sizeKib.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(sizeKib.get()), 1024L));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT,
          "publish_context sizeKib '" + sizeKib.get() + "' is not a size in KiB",
          e);
    }
  }

  private static VolumeContext context(Map<String, String> context) {
    return new VolumeContext(
        fileSystem(Fields.value(context, "fsType").orElse(""), "volume_context fsType"),
        Fields.value(context, "mkfsFormatOption")
            .map(options -> List.of(options.split("\\s+", -1)))
            .orElse(List.of()));
  }
}
